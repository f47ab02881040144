package quality

// Measure compares pairs that were found with pairs that are true.
type Measure struct {
	Found     int64   `json:"found"` // pairs
	Right     int64   `json:"right"` // of those found
	True      int64   `json:"true"`  // to be found
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func measure(found tally, all int64) Measure {
	m := Measure{Found: found.pairs, Right: found.right, True: all, Precision: 1, Recall: 1}
	if found.pairs > 0 {
		m.Precision = float64(found.right) / float64(found.pairs)
	}
	if all > 0 {
		m.Recall = float64(found.right) / float64(all)
	}
	m.F1 = harmonic(m.Precision, m.Recall)
	return m
}

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// BCubed is the mean of precision and recall over the records.
type BCubed struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// AtThreshold measures the pairs given a probability of at least Threshold.
type AtThreshold struct {
	Threshold float64 `json:"threshold"`
	Measure
}

// Bin is the pairs given a probability from From to less than To; the last bin holds 1.
type Bin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Pairs int64   `json:"pairs"`
	Right int64   `json:"right"`
	Share float64 `json:"share"` // of pairs that are right
	Mean  float64 `json:"mean"`  // of the probabilities
}

// Cluster is one of the largest clusters. ID is as it was assigned.
type Cluster struct {
	ID       string `json:"id"`
	Size     int    `json:"size"`
	Entities int    `json:"entities"` // known ones in it
}

// Review is what was left to a person.
type Review struct {
	Pairs      int64   `json:"pairs"`
	Known      int64   `json:"known"`       // pairs whose truth is known
	Right      int64   `json:"right"`       // pairs that are one
	Records    int     `json:"records"`     // named by a known pair of the queue
	QueueShare float64 `json:"queue_share"` // pairs for each record
	Recall     float64 `json:"recall"`      // of clusters, once the queue is decided as the truth has it
}

// Report is the measure of a search for duplicates.
type Report struct {
	Records       int           `json:"records"`  // given a cluster
	Unknown       int           `json:"unknown"`  // of those, records whose truth is not known
	Missing       int           `json:"missing"`  // records of the truth given no cluster
	Entities      int           `json:"entities"` // of the truth
	Clusters      int           `json:"clusters"`
	Pairs         Measure       `json:"pairs"`             // of clusters
	BCubed        *BCubed       `json:"b_cubed,omitempty"` // not with labelled pairs
	MixedClusters int           `json:"mixed_clusters"`    // that hold several entities
	SplitEntities int           `json:"split_entities"`    // that lie in several clusters
	Largest       []Cluster     `json:"largest"`           // by size, then by ID
	Scores        []AtThreshold `json:"scores"`            // before closure; none without scored pairs
	Best          *AtThreshold  `json:"best,omitempty"`    // of Scores by F1, chosen with the truth: it flatters
	Calibration   []Bin         `json:"calibration"`
	Review        Review        `json:"review"`
}
