package national

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// heldPart stands in the key of a finding for the name of the file: there is none.
const heldPart = "/held/"

// tellHeld keeps, for the desks, why demands are held: what is missing from each,
// and no more once it is sent. What waits by itself is nobody's work.
func (l *Link) tellHeld(ctx context.Context, act *store.Act, p *plan, t *Transfer) error {
	now := map[string]bool{}
	for _, h := range t.Held {
		for i, f := range h.Findings {
			if f.Severity == demand.Information {
				continue
			}
			key := h.Demand + heldPart + strconv.Itoa(i)
			now[key] = true
			n := Noted{Demand: h.Demand, Desk: h.Desk, Code: f.Code, On: p.Day, Fault: f.Fault, Cell: f.Cell}
			act.Records = append(act.Records, record(kindFinding, key, store.AnyVersion, n))
		}
	}
	for _, key := range p.Waiting { // what was held before is among them
		_, keys, err := all[Noted](ctx, l.Store, kindFinding, key+heldPart, l.Now())
		if err != nil {
			return err
		}
		for _, old := range keys {
			if !now[old] {
				act.Remove = append(act.Remove, store.Ref{Kind: kindFinding, Key: old})
			}
		}
	}
	return nil
}

// kindAllocation is the record of what an allocation tells, by the key of the
// demand. It goes with the demand.
const kindAllocation = "national-allocation"

// SetAllocation gives what a strike-off for allocation has to tell of the dwelling
// and of the lease, and the next increment looks at the demand again. What is
// still lacking is told, and nothing is refused: the landlord may not know all of
// it yet.
// Law: CCH R.441-2-9, arrêté of 17 Sep 2012 §6.2. Confidence: V.
func (l *Link) SetAllocation(ctx context.Context, key string, s sne.StrikeOff) ([]demand.Finding, error) {
	if key == "" || strings.Contains(key, "/") {
		return nil, errors.New("national: an allocation is of one demand, named by its key")
	}
	s.Motive, s.SubMotive, s.On = demand.StrikeOffMotiveRADATT, "", s.LeaseOn
	act := &store.Act{Records: []store.Record{record(kindAllocation, key, store.AnyVersion, s)}, At: l.Now()}
	if _, err := l.Store.Write(ctx, act); err != nil {
		return nil, fmt.Errorf("national: keep the data of an allocation: %w", err)
	}
	rec := sne.Record{Index: 1}
	rec.SetStrikeOff(s)
	in := l.Settings
	in.fill()
	var lacking []demand.Finding
	for _, f := range sne.Check(sne.Header{Version: in.Version, FileType: demand.FileTypeRAD}, &rec, sne.Creation) {
		if strings.HasPrefix(f.Code, "SNE-RAD-") {
			lacking = append(lacking, f)
		}
	}
	return lacking, l.Again(ctx, key)
}

// allocation gives the data of an allocation, nil when nobody gave them.
func (l *Link) allocation(ctx context.Context, s *journal.State) (*sne.StrikeOff, error) {
	if l.Allocation != nil {
		return l.Allocation(ctx, s)
	}
	rec, err := l.Store.Record(ctx, kindAllocation, s.Demand, l.Now())
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("national: read the data of an allocation: %w", err)
	}
	var out sne.StrikeOff
	if err := json.Unmarshal(rec.Body, &out); err != nil {
		return nil, fmt.Errorf("national: the data of an allocation cannot be read: %w", err)
	}
	return &out, nil
}
