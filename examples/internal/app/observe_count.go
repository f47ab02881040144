package app

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// tallying is a count under way.
type tallying struct {
	*Observation
	plan      *observatory.Plan
	geography *territory.Geography
	acc       *observatory.Accumulator
	account   *ObserveManifest
	progress  Progress
	events    journal.Journal // of all the journals
	dayOnly   string          // a file that tells of one day only; "" when all are journals
	unplaced  map[string]int
}

// count reads the files on every processor: forms go to the accumulators as they
// come, events are gathered first.
func (c *tallying) count() error {
	c.acc, c.unplaced = c.plan.Accumulator(c.geography, c.From, c.AsOf), map[string]int{}
	for _, name := range c.Files {
		account := FileCount{File: name}
		if err := c.file(name, &account); err != nil {
			return err
		}
		c.account.Files = append(c.account.Files, account)
	}
	if err := c.journal(); err != nil {
		return err
	}
	c.account.Unknown = unknownCommunes(c.geography, c.unplaced)
	return nil
}

// file counts a file of any kind.
func (c *tallying) file(name string, account *FileCount) error {
	isJournal, err := holdsEvents(name)
	if err != nil {
		return err
	}
	if isJournal {
		c.events, err = addEvents(c.events, name, account)
		return err
	}
	c.dayOnly = name
	refused, counted, err := c.countingFile(name, account)
	if err != nil || !counted {
		if err == nil {
			err = c.forms(name, account)
		}
		return err
	}
	for _, f := range refused[:min(len(refused), mostRefused)] {
		c.account.Refused = append(c.account.Refused, Located{name, f})
	}
	return nil
}

// leave adds the demands without place of a part of the count.
func (c *tallying) leave(unplaced map[string]int) {
	for code, n := range unplaced {
		c.unplaced[code] += n
	}
}

// countingFile counts a counting file on every processor; false when the file is none.
func (c *tallying) countingFile(name string, account *FileCount) (refused []demand.Finding, counted bool, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, false, fmt.Errorf("%s : ouverture impossible ; vérifier le chemin et les droits", name)
	}
	defer file.Close()
	header, err := bufio.NewReaderSize(file, 1<<16).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	if _, ok := observatory.OpenCountingFile(header); !ok {
		return nil, false, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, false, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	in, _ := observatory.OpenCountingFile(data)
	parts := in.Split(runtime.GOMAXPROCS(0))
	accs := make([]*observatory.Accumulator, len(parts))
	coders := make([]*observatory.Coder, len(parts))
	findings, read := make([][]demand.Finding, len(parts)), make([]int, len(parts))
	for w := range parts {
		accs[w], coders[w] = c.plan.Accumulator(c.geography, c.From, c.AsOf), observatory.NewCoder(c.geography, c.AsOf)
	}
	parallel.Run(len(parts), func(w int) {
		setting := c.setting()
		var f observatory.Fact
		for d, bad := range parts[w].Demands() {
			read[w]++
			if bad != nil {
				findings[w] = append(findings[w], *bad)
				continue
			}
			setting.Judge(d)
			coders[w].Code(observatory.Stock, d, &f)
			accs[w].AddFact(&f)
		}
		accs[w].Settle()
	})
	account.Kind, account.Bytes = KindCSV, int64(len(data))
	for w, a := range accs {
		account.Read, account.Refused = account.Read+read[w], account.Refused+len(findings[w])
		refused = append(refused, findings[w]...)
		c.leave(coders[w].Unplaced())
		if err := c.acc.Merge(a); err != nil {
			return nil, false, err
		}
	}
	account.Accepted = account.Read - account.Refused
	return refused, true, nil
}

// holdsEvents tells a journal from a file of forms by its first line.
func holdsEvents(name string) (bool, error) {
	file, err := os.Open(name)
	if err != nil {
		return false, fmt.Errorf("%s : ouverture impossible ; vérifier le chemin et les droits", name)
	}
	defer file.Close()
	line, err := bufio.NewReaderSize(file, 1<<16).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	return firstByte(line) == '{' && bytes.Contains(line, []byte(`"kind":`)) && bytes.Contains(line, []byte(`"demand":`)), nil
}

func addEvents(before journal.Journal, name string, account *FileCount) (journal.Journal, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return before, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	j, findings := journal.Decode(data)
	bad := map[int]bool{}
	for _, f := range findings {
		if f.Severity == demand.Blocking {
			bad[f.Row] = true
		}
	}
	account.Kind, account.Bytes = KindJSONL, int64(len(data))
	account.Refused = len(bad)
	account.Accepted = j.Len()
	account.Read = account.Accepted + account.Refused
	all, _ := journal.Union(before, j)
	return all, nil
}

// coded is a part of a file of forms, ready to be counted.
type coded struct {
	facts                []observatory.Fact
	read, refused, blank int
	unplaced             map[string]int
}

// code reduces rows to facts.
func (c *tallying) code(entries []Entry) (p coded) {
	coder, setting := observatory.NewCoder(c.geography, c.AsOf), c.setting()
	p.facts = make([]observatory.Fact, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		switch {
		case e.Blank:
			p.blank++
			continue
		case e.Unread:
			p.refused++
		default:
			d := setting.FromForm(&e.Form)
			p.facts = append(p.facts, observatory.Fact{})
			coder.Code(observatory.Stock, &d, &p.facts[len(p.facts)-1])
		}
		p.read++
	}
	p.unplaced = coder.Unplaced()
	return p
}

// forms counts the forms of a file. Rows that cannot be read as a demand are refused
// and counted; the rules of the form are those of the verb check.
func (c *tallying) forms(name string, account *FileCount) error {
	in, err := OpenInput(name)
	if err != nil {
		return err
	}
	defer in.Close()
	account.Kind = in.Kind
	works := func(yield func(func() coded, error) bool) {
		for work, err := range in.batches {
			coded := func() coded {
				if work == nil {
					return coded{}
				}
				return c.code(work())
			}
			if !yield(coded, err) {
				return
			}
		}
	}
	for p, err := range ordered(works) {
		for i := range p.facts {
			c.acc.AddFact(&p.facts[i])
		}
		c.leave(p.unplaced)
		account.Read, account.Refused, account.Blank = account.Read+p.read, account.Refused+p.refused, account.Blank+p.blank
		account.Accepted += len(p.facts)
		if c.progress != nil {
			c.progress.Rows(name, p.read)
		}
		if err != nil {
			account.Unreadable = err.Error()
			account.Read++
			account.Refused++
		}
	}
	return nil
}

func (o *Observation) setting() observatory.Setting {
	return observatory.Setting{From: o.From, AsOf: o.AsOf, Incomes: true, Abnormal: o.Abnormal, Quartile: o.Quartile}
}

// journal counts the events on every processor: a demand goes to one of them.
func (c *tallying) journal() error {
	keys := slices.Collect(c.events.Demands())
	setting := c.setting()
	parts := make([]*observatory.Accumulator, max(1, min(runtime.GOMAXPROCS(0), len(keys)/500)))
	for w := range parts {
		parts[w] = c.plan.Accumulator(c.geography, c.From, c.AsOf)
	}
	parallel.Run(len(parts), func(w int) {
		for i := w; i < len(keys); i += len(parts) {
			parts[w].AddJournal(c.events, keys[i], setting)
		}
		parts[w].Settle()
	})
	for _, p := range parts {
		c.leave(p.Unplaced())
		if err := c.acc.Merge(p); err != nil {
			return err
		}
	}
	return nil
}
