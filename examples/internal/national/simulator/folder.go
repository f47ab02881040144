package simulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/envelope"
)

// Folder serves a simulator by files: it takes those dropped in in/, writes the
// answers and the acts of the portal in out/, and keeps what it took in traite/,
// which it reads again when it starts.
type Folder struct {
	Simulator *Simulator
	Dir       string

	waiting  []string // files taken whose answer has not been written
	outgoing int      // files of the portal written
}

// Open makes the folders and takes again, in their order, the files taken in an
// earlier life. An answer that was not written yet is lost with the process: the
// sender sends the file again.
func (f *Folder) Open() error {
	for _, name := range []string{"in", "out", "traite"} {
		if err := os.MkdirAll(filepath.Join(f.Dir, name), 0o700); err != nil {
			return fmt.Errorf("simulator: make its folders: %w", err)
		}
	}
	names, err := dropped(filepath.Join(f.Dir, "traite"))
	if err != nil {
		return err
	}
	for _, name := range names {
		body, err := os.ReadFile(filepath.Join(f.Dir, "traite", name))
		if err != nil {
			return fmt.Errorf("simulator: read a file taken before: %w", err)
		}
		f.Simulator.again(name, body)
	}
	return nil
}

// again takes a file without bad days: it was answered in an earlier life.
func (s *Simulator) again(name string, body []byte) {
	s.mu.Lock()
	faults := s.faults
	s.faults = Faults{Anomalies: faults.Anomalies, OnlyOnce: faults.OnlyOnce} // what was refused stays refused
	s.mu.Unlock()
	_, _, _ = s.Take(name, body) // no outage and no loss: nothing to say
	s.mu.Lock()
	s.faults = faults
	s.mu.Unlock()
}

// Pass takes what is in in/ and writes what is ready. An outage leaves the files
// where they are.
func (f *Folder) Pass() error {
	names, err := dropped(filepath.Join(f.Dir, "in"))
	if err != nil {
		return err
	}
	for _, name := range names {
		path := filepath.Join(f.Dir, "in", name)
		info, err := os.Stat(path)
		if err != nil || info.Size() > envelope.MaxBytes {
			continue // gone meanwhile, or too large to be read: it stays
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("simulator: read a file dropped: %w", err)
		}
		_, _, err = f.Simulator.Take(name, body)
		if errors.Is(err, ErrDown) {
			return nil
		}
		if err == nil { // a lost answer is not written
			f.waiting = append(f.waiting, name)
		}
		if err := os.Rename(path, filepath.Join(f.Dir, "traite", name)); err != nil {
			return fmt.Errorf("simulator: put a file taken away: %w", err)
		}
	}
	return f.answers()
}

// answers writes what is ready.
func (f *Folder) answers() error {
	var later []string
	for _, name := range f.waiting {
		answer, err := f.Simulator.Answer(name)
		if err != nil || answer == nil {
			later = append(later, name)
			continue
		}
		if err := f.out(national.AnswerName(name), answer); err != nil {
			return err
		}
	}
	f.waiting = later
	for _, again := range f.Simulator.Repeated() {
		if err := f.out(national.AnswerName(again.Name), again.Body); err != nil {
			return err
		}
	}
	acts, err := f.Simulator.Outgoing(f.outgoing)
	if err != nil {
		return nil // out of service: they will come
	}
	for _, act := range acts {
		if err := f.out(act.Name, act.Body); err != nil {
			return err
		}
		f.outgoing++
	}
	return nil
}

func (f *Folder) out(name string, body []byte) error {
	if err := renameio.WriteFile(filepath.Join(f.Dir, "out", name), body, 0o600); err != nil {
		return fmt.Errorf("simulator: write a file: %w", err)
	}
	return nil
}

// Watch passes until the context ends.
func (f *Folder) Watch(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := f.Pass(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// dropped lists the files of a folder by the moment and the rank in their names.
// Hidden names are those of files being written.
func dropped(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("simulator: list a folder: %w", err)
	}
	var out []string
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && !strings.HasSuffix(e.Name(), ".tmp") {
			out = append(out, e.Name())
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		x, _ := sne.ParseFileName(a) // another name comes first, and is refused
		y, _ := sne.ParseFileName(b)
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Sequence, y.Sequence))
	})
	return out, nil
}
