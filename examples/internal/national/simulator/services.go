package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/numbering"
)

// errUnread says that a file is not of the interface.
var errUnread = errors.New("simulator: the file cannot be read as one of the interface")

// asked reads the file of a question, unless the system is down.
func (s *Simulator) asked(body []byte) (*sne.Reader, error) {
	if s.down(s.in.Now()) {
		return nil, ErrDown
	}
	r, err := sne.Read(bytes.NewReader(body), sne.Limits{})
	if err != nil {
		return nil, errUnread
	}
	return r, nil
}

// search answers a file with the demands under way of the same persons, and takes
// nothing: what a desk asks before it registers, for an association as for a
// household.
func (s *Simulator) search(body []byte) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.asked(body)
	if err != nil {
		return nil, err
	}
	h := r.Header()
	a := &national.Answer{Header: sne.Header{Version: h.Version, FileType: h.FileType, FileDate: h.FileDate}}
	for rec, err := range r.Records() {
		if err != nil {
			return nil, errUnread
		}
		a.Lines = append(a.Lines, national.AnswerLine{Number: rec.Form.Number, Duplicates: s.twins(&rec.Form)})
	}
	return s.write(a), nil
}

// struckSince gives the demands struck off on the day of the file's header or
// after, by number, in the outbound profile.
func (s *Simulator) struckSince(body []byte) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.asked(body)
	if err != nil {
		return nil, err
	}
	since := dayOf(r.Header().FileDate)
	if since.IsZero() {
		return nil, errUnread
	}
	var out bytes.Buffer
	h := sne.Header{Version: "02.01", FileDate: s.in.Now().Format("2006-01-02T15:04:05.0-07:00")}
	err = sne.Write(&out, h, func(yield func(sne.Record) bool) {
		for _, n := range slices.SortedFunc(maps.Keys(s.demands), numbering.Number.Compare) {
			if d := s.demands[n]; d.motive != "" && !d.struckOff.Before(since) && !yield(d.record(1)) {
				return
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("simulator: write the demands struck off: %w", err)
	}
	return out.Bytes(), nil
}

// record is a demand as an extract holds it.
func (h *held) record(index int) sne.Record {
	rec := sne.Record{Index: index, Form: h.form}
	if h.motive != "" {
		rec.SetStrikeOff(sne.StrikeOff{Motive: h.motive, SubMotive: h.subMotive, On: h.struckOff})
	}
	return rec
}
