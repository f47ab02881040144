package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// newProgress gives a bar on a terminal and plain lines elsewhere.
func newProgress(w io.Writer) *progress {
	file, ok := w.(*os.File)
	return &progress{w: w, terminal: ok && term.IsTerminal(int(file.Fd()))}
}

type progress struct {
	w        io.Writer
	terminal bool
	bar      *progressbar.ProgressBar
	file     string
	rows     int
	next     int
}

// plainEvery is how many rows pass between two plain lines.
const plainEvery = 50_000

// Rows tells that n more rows of a file were read.
func (p *progress) Rows(file string, n int) {
	if file != p.file {
		p.Done()
		p.file, p.rows, p.next = file, 0, plainEvery
		if p.terminal {
			p.bar = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(file),
				progressbar.OptionSetItsString("lignes"), progressbar.OptionShowIts(), progressbar.OptionShowCount(),
				progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
		}
	}
	p.rows += n
	switch {
	case p.terminal:
		_ = p.bar.Add(n)
	case p.rows >= p.next:
		fmt.Fprintf(p.w, "%s : %d lignes lues\n", file, p.rows)
		p.next += plainEvery
	}
}

// Done ends the account of the file under way.
func (p *progress) Done() {
	if p.file == "" {
		return
	}
	if p.terminal {
		_ = p.bar.Finish()
	}
	fmt.Fprintf(p.w, "%s : %d lignes lues, fin\n", p.file, p.rows)
	p.file = ""
}
