package quality

import "errors"

// Errors of a truth that contradicts itself. They are wrapped with no content of a record.
var (
	ErrRecord  = errors.New("quality: the record is empty or was told twice; give each record once, with an identifier of its own")
	ErrLabel   = errors.New("quality: the pair was labelled both ways, or is a record with itself; keep one label for each pair")
	ErrMixed   = errors.New("quality: the truth is either entities or labelled pairs; use one of the two")
	ErrCluster = errors.New("quality: the record was given two clusters; assign each record once")
)

// Truth is who is who: the entity of each record, or labels of pairs.
type Truth struct {
	records  map[string]uint32
	entities map[string]uint32
	entityOf []uint32        // of a record; none where it is not known
	sizes    []int64         // of an entity
	labels   map[uint64]bool // of a pair of records
}

const none = ^uint32(0)

// NewTruth is a truth of which nothing is known yet.
func NewTruth() *Truth {
	return &Truth{records: map[string]uint32{}, entities: map[string]uint32{}, labels: map[uint64]bool{}}
}

// Entity tells who stands behind a record. An empty entity means that the truth
// of the record is not known.
func (t *Truth) Entity(record, entity string) error {
	if len(t.labels) > 0 {
		return ErrMixed
	}
	if _, told := t.records[record]; told || record == "" {
		return ErrRecord
	}
	t.records[record] = uint32(len(t.entityOf))
	if entity == "" {
		t.entityOf = append(t.entityOf, none)
		return nil
	}
	e, known := t.entities[entity]
	if !known {
		e = uint32(len(t.sizes))
		t.entities[entity] = e
		t.sizes = append(t.sizes, 0)
	}
	t.sizes[e]++
	t.entityOf = append(t.entityOf, e)
	return nil
}

// Label tells whether two records are one. The order of the two is of no matter,
// and the same label may be told again.
func (t *Truth) Label(a, b string, same bool) error {
	if len(t.sizes) > 0 || len(t.entityOf) > 0 && len(t.labels) == 0 {
		return ErrMixed
	}
	if a == "" || b == "" {
		return ErrRecord
	}
	if a == b {
		return ErrLabel
	}
	key := pairKey(t.record(a), t.record(b))
	if was, told := t.labels[key]; told && was != same {
		return ErrLabel
	}
	t.labels[key] = same
	return nil
}

// record gives the rank of a labelled record.
func (t *Truth) record(id string) uint32 {
	r, known := t.records[id]
	if !known {
		r = uint32(len(t.entityOf))
		t.records[id] = r
		t.entityOf = append(t.entityOf, none)
	}
	return r
}

func pairKey(a, b uint32) uint64 {
	return uint64(min(a, b))<<32 | uint64(max(a, b))
}

// pairs is the number of true pairs.
func (t *Truth) pairs() int64 {
	n := int64(0)
	for _, size := range t.sizes {
		n += size * (size - 1) / 2
	}
	for _, same := range t.labels {
		if same {
			n++
		}
	}
	return n
}

// same tells whether two records are one, and whether that is known.
func (t *Truth) same(a, b uint32) (same, known bool) {
	if len(t.labels) > 0 {
		same, known = t.labels[pairKey(a, b)]
		return same, known
	}
	x, y := t.entityOf[a], t.entityOf[b]
	return x == y, x != none && y != none && a != b
}
