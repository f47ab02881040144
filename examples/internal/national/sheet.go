package national

import "context"

// Sheet is the balance sheet of what was sent: where each demand stands. A
// migration is over when nothing is left but what was taken.
type Sheet struct {
	Taken      int `json:"taken"`      // held by the other side
	Unanswered int `json:"unanswered"` // of which, or besides, an act waits for its answer
	Refused    int `json:"refused"`    // with an anomaly that nobody has settled
	Duplicates int `json:"duplicates"` // taken, and known there under another number too
	Held       int `json:"held"`       // not sent yet: something is lacking
}

// Sheet counts the demands. It reads all that is remembered.
func (l *Link) Sheet(ctx context.Context) (Sheet, error) {
	var out Sheet
	sent, _, err := all[Sent](ctx, l.Store, kindSent, "", l.Now())
	if err != nil {
		return out, err
	}
	for i := range sent {
		if sent[i].Confirmed.There {
			out.Taken++
		}
		if len(sent[i].Pending) > 0 {
			out.Unanswered++
		}
	}
	found, err := l.Findings(ctx, "")
	if err != nil {
		return out, err
	}
	refused, twins := map[string]bool{}, map[string]bool{}
	for _, f := range found {
		switch {
		case f.Demand == "":
		case f.Code == codeDuplicate:
			twins[f.Demand] = true
		case f.Kind != "":
			refused[f.Demand] = true
		}
	}
	out.Refused, out.Duplicates = len(refused), len(twins)
	c, _, err := read[Cursor](ctx, l.Store, kindCursor, cursorKey, l.Now())
	out.Held = len(c.Waiting)
	return out, err
}
