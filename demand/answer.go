package demand

// Answer is yes, no, or nothing said. The zero value is "nothing said".
type Answer uint8

// The answers.
const (
	NotSaid Answer = iota
	Yes
	No
)

// AnswerOf turns a bool into Yes or No.
func AnswerOf(b bool) Answer {
	if b {
		return Yes
	}
	return No
}

// Known reports whether something was said.
func (a Answer) Known() bool { return a != NotSaid }

// MarshalJSON writes true, false or null.
func (a Answer) MarshalJSON() ([]byte, error) {
	switch a {
	case Yes:
		return []byte("true"), nil
	case No:
		return []byte("false"), nil
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads true, false or null.
func (a *Answer) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "true":
		*a = Yes
	case "false":
		*a = No
	case "null":
		*a = NotSaid
	default:
		return dateError("demand: parse answer: expected true, false or null")
	}
	return nil
}
