package simulator

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/internal/fold"
	"github.com/fichier-unique/rules/numbering"
)

// Settings say how a simulator begins.
type Settings struct {
	Seed      uint64
	Territory string           // "021": numbers of another are refused; "": any
	Now       func() time.Time // in the time of the territory
	Faults    Faults
}

// Simulator is a national system. Several goroutines may use it.
type Simulator struct {
	in   Settings
	book *demand.Rulebook

	mu       sync.Mutex
	faults   Faults
	demands  map[numbering.Number]*held
	persons  map[string][]numbering.Number // by who asks, in the order they came
	received map[string]*taken             // by name of file
	refused  map[string]bool               // number and type already refused without reason
	outgoing []Outgoing
}

// held is a demand as the other side knows it.
type held struct {
	form      demand.Form
	motive    demand.StrikeOffMotive
	subMotive demand.StrikeOffSubMotive
	struckOff demand.Date
}

// last is the day from which its validity runs.
func (h *held) last() demand.Date {
	if h.form.RenewedOn.After(h.form.DepositedOn) {
		return h.form.RenewedOn
	}
	return h.form.DepositedOn
}

// taken is a file with its answer.
type taken struct {
	digest [sha256.Size]byte
	answer []byte
	ready  time.Time
	lost   bool // the answer has not been seen yet
	twice  bool // it is still to come once more
}

// Outgoing is a file of acts made on the national portal.
type Outgoing struct {
	Name string
	Body []byte
}

// ErrDown says that the system is out of service.
var ErrDown = errors.New("simulator: out of service; try again later")

// ErrLost says that a file was taken and that its answer is lost.
var ErrLost = errors.New("simulator: the answer is lost; send the same file again")

// New makes an empty national system.
func New(in Settings) (*Simulator, error) {
	if in.Now == nil {
		return nil, errors.New("simulator: give it a clock")
	}
	if err := in.Faults.Check(); err != nil {
		return nil, err
	}
	book, err := demand.NewRulebook(demand.Rules(), sne.Rules())
	if err != nil {
		return nil, fmt.Errorf("simulator: gather the rules: %w", err)
	}
	return &Simulator{
		in: in, book: book, faults: in.Faults, demands: map[numbering.Number]*held{}, persons: map[string][]numbering.Number{},
		received: map[string]*taken{}, refused: map[string]bool{},
	}, nil
}

// SetFaults changes the bad days from now on.
func (s *Simulator) SetFaults(f Faults) error {
	if err := f.Check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
	return nil
}

// Take takes a file in. The answer may be asked for from ready on: before, it is
// not given. ErrDown: nothing was taken. ErrLost: the file was.
func (s *Simulator) Take(name string, body []byte) (answer []byte, ready time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.in.Now()
	if s.down(now) {
		return nil, now, ErrDown
	}
	digest := sha256.Sum256(body)
	if t := s.received[name]; t != nil {
		if t.digest != digest {
			return s.write(&national.Answer{Anomalies: []sne.Anomaly{own(fileChanged)}}), now, nil
		}
		t.lost = false
		return t.given(now)
	}
	t := &taken{digest: digest, answer: s.write(s.file(name, body, now)), ready: s.ready(now)}
	t.lost = s.chance(s.faults.Lost, "lost", name)
	t.twice = s.chance(s.faults.Twice, "twice", name)
	s.received[name] = t
	if t.lost {
		return nil, t.ready, ErrLost
	}
	return t.given(now)
}

// given gives the answer, once it is ready.
func (t *taken) given(now time.Time) ([]byte, time.Time, error) {
	if now.Before(t.ready) {
		return nil, t.ready, nil
	}
	return t.answer, t.ready, nil
}

// Answer gives the answer to a file taken before, nil when it is not ready.
func (s *Simulator) Answer(file string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.in.Now()
	if s.down(now) {
		return nil, ErrDown
	}
	t := s.received[file]
	if t == nil || t.lost || now.Before(t.ready) {
		return nil, nil
	}
	return t.answer, nil
}

// write writes an answer. It bears the date of its file, so that a file taken
// again in another life has the same answer.
func (s *Simulator) write(a *national.Answer) []byte {
	if a.Header.Version == "" {
		a.Header.Version = "02.01"
	}
	if a.Header.FileDate == "" {
		a.Header.FileDate = s.in.Now().Format("2006-01-02T15:04:05.0-07:00")
	}
	var out bytes.Buffer
	if err := a.Write(&out); err != nil { // what is written comes from a file read: it cannot fail
		return []byte("simulator: " + err.Error())
	}
	return out.Bytes()
}

// file judges each demand of a file, and takes those without anomaly.
func (s *Simulator) file(name string, body []byte, now time.Time) *national.Answer {
	refuse := func(code string) *national.Answer { return &national.Answer{Anomalies: []sne.Anomaly{own(code)}} }
	if n, err := sne.ParseFileName(name); err != nil || n.Kind != sne.DemandFile {
		return refuse(fileName)
	}
	r, err := sne.Read(bytes.NewReader(body), sne.Limits{})
	if err != nil {
		return refuse(fileUnread)
	}
	h := r.Header()
	a := &national.Answer{Header: sne.Header{Version: h.Version, FileType: h.FileType, FileDate: h.FileDate}}
	day := dayOf(h.FileDate)
	if day.IsZero() || day.After(dateOf(now).AddDays(1)) {
		a.Anomalies = append(a.Anomalies, own(fileDate))
	}
	if !takes(h.FileType) {
		a.Anomalies = append(a.Anomalies, own(fileType))
	}
	for rec, err := range r.Records() {
		if err != nil {
			a.Anomalies = append(a.Anomalies, own(fileUnread))
			break
		}
		if len(a.Anomalies) > 0 {
			continue
		}
		line := national.AnswerLine{Number: rec.Form.Number, Anomalies: s.judge(&h, &rec, day)}
		if len(line.Anomalies) == 0 {
			line.Duplicates = s.duplicates(&rec.Form, h.FileType)
			s.apply(h.FileType, &rec)
		}
		a.Lines = append(a.Lines, line)
	}
	if len(a.Anomalies) > 0 {
		a.Lines = nil
	}
	return a
}

// apply takes an act without anomaly.
func (s *Simulator) apply(kind demand.FileType, rec *sne.Record) {
	n := rec.Form.Number
	switch kind {
	case demand.FileTypeCRE, demand.FileTypeCRS:
		s.demands[n] = &held{form: rec.Form}
		s.index(n)
	case demand.FileTypeMOD, demand.FileTypeREN:
		h := s.demands[n]
		deposited, desk := h.form.DepositedOn, h.form.Desk
		s.unindex(n)
		h.form = rec.Form
		h.form.DepositedOn, h.form.Desk = deposited, desk
		s.index(n)
	case demand.FileTypeRAD:
		off, _, _ := rec.StrikeOff()
		h := s.demands[n]
		h.motive, h.subMotive, h.struckOff = off.Motive, off.SubMotive, off.On
		if off.Motive == "" {
			h.struckOff = demand.Date{}
		}
	case demand.FileTypeSUP:
		s.unindex(n)
		delete(s.demands, n)
	}
}

// person tells who asks: the same folded names and the same day.
func person(f *demand.Form) string {
	p := &f.Applicant
	name := p.BirthName
	if name == "" {
		name = p.UsedName
	}
	if f.IsAssociation() {
		return fold.String(f.Association.Name)
	}
	return fold.String(name) + "/" + fold.String(p.FirstNames) + "/" + p.BirthDate.String()
}

func (s *Simulator) index(n numbering.Number) {
	key := person(&s.demands[n].form)
	s.persons[key] = append(s.persons[key], n)
}

func (s *Simulator) unindex(n numbering.Number) {
	key := person(&s.demands[n].form)
	s.persons[key] = slices.DeleteFunc(s.persons[key], func(o numbering.Number) bool { return o == n })
}

// duplicates lists the demands under way of the same person.
func (s *Simulator) duplicates(f *demand.Form, kind demand.FileType) []sne.Duplicate {
	if kind != demand.FileTypeCRE {
		return nil // after a separation, the other demand is known to be there
	}
	return s.twins(f)
}

// twins lists them for any form.
func (s *Simulator) twins(f *demand.Form) []sne.Duplicate {
	var out []sne.Duplicate
	for _, n := range s.persons[person(f)] {
		if h := s.demands[n]; n != f.Number && h.motive == "" {
			out = append(out, sne.Duplicate{Number: n, Desk: h.form.Desk, Since: h.form.DepositedOn})
		}
	}
	return out
}

// Extract writes all that is held, by number, in the outbound profile.
func (s *Simulator) Extract(w io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := sne.Header{Version: "02.01", FileDate: s.in.Now().Format("2006-01-02T15:04:05.0-07:00")}
	return sne.Write(w, h, func(yield func(sne.Record) bool) {
		for i, n := range slices.SortedFunc(maps.Keys(s.demands), numbering.Number.Compare) {
			if !yield(s.demands[n].record(i + 1)) {
				return
			}
		}
	})
}

// Len counts the demands held.
func (s *Simulator) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.demands)
}

func dateOf(t time.Time) demand.Date {
	d, _ := demand.NewDate(t.Year(), int(t.Month()), t.Day())
	return d
}

func dayOf(text string) demand.Date {
	if len(text) < 10 {
		return demand.Date{}
	}
	d, _ := demand.ParseDate(text[:10])
	return d
}
