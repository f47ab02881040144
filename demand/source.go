package demand

// Confidence tells how sure a rule is.
type Confidence string

// The marks of confidence.
const (
	Verified   Confidence = "V"   // read in the legal text itself or an official document
	Secondary  Confidence = "V2"  // verified in a secondary source only
	Inference  Confidence = "INF" // our inference from verified facts
	Unverified Confidence = "U"   // recollection: never a blocking rule
)

// Source says where a rule comes from.
type Source struct {
	Article    string     `json:"article"`    // "CCH R.441-2-3"
	Text       string     `json:"text"`       // the text read, or the reasoning of an inference
	Confidence Confidence `json:"confidence"` // how sure it is
}

// String gives "article (text) [confidence]", the form of the findings file.
func (s Source) String() string {
	out := s.Article
	if s.Text != "" {
		out += " (" + s.Text + ")"
	}
	if s.Confidence != "" {
		out += " [" + string(s.Confidence) + "]"
	}
	return out
}
