package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/numbering"
)

// publicDesk is the national internet portal.
const publicDesk = "GDPUB"

// errUnknown says that the portal does not know a demand, or that it is over.
var errUnknown = errors.New("simulator: the portal knows no such demand under way")

// RenewOnline renews a demand on the national portal: it goes out as a file.
func (s *Simulator) RenewOnline(n numbering.Number, on demand.Date) error {
	return s.online(n, demand.FileTypeREN, func(h *held, rec *sne.Record) {
		h.form.RenewedOn = on
		rec.Form = h.form
		rec.Form.Desk = publicDesk
	})
}

// RenounceOnline strikes a demand off on the national portal, at the request of
// the applicant.
func (s *Simulator) RenounceOnline(n numbering.Number, on demand.Date) error {
	return s.online(n, demand.FileTypeRAD, func(h *held, rec *sne.Record) {
		h.motive, h.struckOff = demand.StrikeOffMotiveRADABA, on
		rec.SetStrikeOff(sne.StrikeOff{Motive: h.motive, On: on})
	})
}

// RegisterOnline creates a demand on the national portal, with the number that
// the form bears.
func (s *Simulator) RegisterOnline(f demand.Form) error {
	s.mu.Lock()
	if f.Number.IsZero() || s.demands[f.Number] != nil {
		s.mu.Unlock()
		return errors.New("simulator: a demand registered online bears a new number")
	}
	if s.down(s.in.Now()) {
		s.mu.Unlock()
		return ErrDown
	}
	f.Desk = publicDesk
	s.demands[f.Number] = &held{form: f}
	s.index(f.Number)
	s.mu.Unlock()
	return s.online(f.Number, demand.FileTypeCRE, func(h *held, rec *sne.Record) { rec.Form = h.form })
}

// online makes an act and writes its file.
func (s *Simulator) online(n numbering.Number, kind demand.FileType, act func(*held, *sne.Record)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.in.Now()
	if s.down(now) {
		return ErrDown
	}
	h := s.demands[n]
	if h == nil || h.motive != "" {
		return errUnknown
	}
	rec := sne.Record{Index: 1, Form: demand.Form{Number: n, Desk: publicDesk, DepositedOn: h.form.DepositedOn}}
	act(h, &rec)
	var out bytes.Buffer
	head := sne.Header{Version: "02.01", FileType: kind, FileDate: now.Format("2006-01-02T15:04:05.0-07:00")}
	if err := sne.Write(&out, head, slices.Values([]sne.Record{rec})); err != nil {
		return fmt.Errorf("simulator: write the file of an act: %w", err)
	}
	name := sne.FileName{Kind: sne.DemandFile, Desk: publicDesk, At: now, Sequence: (len(s.outgoing) + 1) % 1_000_000, Extension: "xml"}.String()
	s.outgoing = append(s.outgoing, Outgoing{name, out.Bytes()})
	if s.chance(s.faults.Twice, "twice", name) {
		s.outgoing = append(s.outgoing, Outgoing{name, out.Bytes()})
	}
	return nil
}

// Outgoing gives the files of the portal after a rank, in order. A file may come
// twice.
func (s *Simulator) Outgoing(after int) ([]Outgoing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down(s.in.Now()) {
		return nil, ErrDown
	}
	return slices.Clone(s.outgoing[min(max(after, 0), len(s.outgoing)):]), nil
}

// Repeated gives the answers that come once more, as those of a system that lost
// count.
func (s *Simulator) Repeated() []Outgoing {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Outgoing
	now := s.in.Now()
	for name, t := range s.received {
		if t.twice && !t.lost && !now.Before(t.ready) {
			t.twice = false
			out = append(out, Outgoing{name, t.answer})
		}
	}
	slices.SortFunc(out, func(a, b Outgoing) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	return out
}
