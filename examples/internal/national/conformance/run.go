package conformance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/examples/internal/national"
)

// Target is the program under test: it takes a file and gives its answer.
type Target interface {
	Exchange(ctx context.Context, name string, body []byte) ([]byte, error)
}

// HTTP is a program that answers by HTTP as the simulator does. An answer that
// comes later is asked for until Wait has passed.
type HTTP struct {
	By   national.HTTP
	Wait time.Duration
}

// Exchange sends and waits for the answer.
func (h HTTP) Exchange(ctx context.Context, name string, body []byte) ([]byte, error) {
	answer, err := h.By.Send(ctx, name, body)
	if err != nil || answer != nil {
		return answer, err
	}
	return wait(ctx, h.Wait, func() ([]byte, error) { return h.By.Fetch(ctx, national.AnswerName(name)) })
}

// Folder is a program that takes files in one folder and answers in another.
type Folder struct {
	In, Out string
	Wait    time.Duration
}

// Exchange drops the file, whole at once, and waits for the answer, which it takes
// away.
func (f Folder) Exchange(ctx context.Context, name string, body []byte) ([]byte, error) {
	path := filepath.Join(f.Out, national.AnswerName(name))
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) { // of an earlier run
		return nil, fmt.Errorf("conformance: clear an old answer: %w", err)
	}
	if err := renameio.WriteFile(filepath.Join(f.In, name), body, 0o600); err != nil {
		return nil, fmt.Errorf("conformance: drop a file: %w", err)
	}
	return wait(ctx, f.Wait, func() ([]byte, error) {
		answer, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("conformance: read an answer: %w", err)
		}
		return answer, os.Remove(path)
	})
}

// wait asks until there is an answer.
func wait(ctx context.Context, most time.Duration, ask func() ([]byte, error)) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		answer, err := ask()
		if err != nil || answer != nil {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("no answer in %s", most)
		case <-tick.C:
		}
	}
}

// Result is the outcome of one exchange.
type Result struct {
	Exchange Exchange
	Failure  string // in French; "": it passes
	Notes    []string
}

// Report is the outcome of a suite.
type Report struct {
	Program string // as the caller names it
	Day     string // as the caller gives it
	Results []Result
}

// Failed counts the exchanges that do not pass.
func (r *Report) Failed() int {
	n := 0
	for _, one := range r.Results {
		if one.Failure != "" {
			n++
		}
	}
	return n
}

// Run plays the exchanges in order. Each has its own demands: one that fails
// spoils no other.
func Run(ctx context.Context, program, day string, to Target, all []Exchange) *Report {
	out := &Report{Program: program, Day: day}
	for _, e := range all {
		one := Result{Exchange: e}
		one.play(ctx, to)
		out.Results = append(out.Results, one)
	}
	return out
}

func (r *Result) play(ctx context.Context, to Target) {
	for i := range r.Exchange.Steps {
		s := &r.Exchange.Steps[i]
		times := 1
		if s.Twice {
			times = 2
		}
		for n := range times {
			body, err := to.Exchange(ctx, s.Name, s.Body)
			if err != nil {
				r.Failure = fmt.Sprintf("fichier %d : pas de réponse (%v)", i+1, err)
				return
			}
			if r.Failure = r.judge(s, body); r.Failure != "" {
				r.Failure = fmt.Sprintf("fichier %d, envoi %d : %s", i+1, n+1, r.Failure)
				return
			}
		}
	}
}

// judge compares an answer with what is expected; "": as expected.
func (r *Result) judge(s *Step, body []byte) string {
	a, err := national.ReadAnswer(body)
	if err != nil {
		return "la réponse ne se lit pas comme un fichier de l'interface"
	}
	if len(s.Want) == 0 {
		if len(a.Anomalies) == 0 {
			return "le fichier devait être refusé en entier, avec une anomalie dans l'en-tête"
		}
		return ""
	}
	if len(a.Anomalies) > 0 {
		return fmt.Sprintf("le fichier est refusé en entier (%s)", a.Anomalies[0].Code)
	}
	if len(a.Lines) != len(s.Want) {
		return fmt.Sprintf("%d demandes envoyées, %d dans la réponse", len(s.Want), len(a.Lines))
	}
	for i, want := range s.Want {
		got := a.Lines[i].Anomalies
		switch {
		case want.Refused && len(got) == 0:
			return fmt.Sprintf("la demande %d devait être refusée, elle est prise", i+1)
		case !want.Refused && len(got) > 0:
			return fmt.Sprintf("la demande %d devait être prise, elle est refusée (%s)", i+1, got[0].Code)
		case want.Code != "":
			r.compare(want.Code, i, a)
		}
	}
	return ""
}

// compare notes a refusal for another reason than the library's.
func (r *Result) compare(code string, line int, a *national.Answer) {
	for _, x := range a.Lines[line].Anomalies {
		if x.Code == code {
			return
		}
	}
	r.Notes = append(r.Notes, fmt.Sprintf("la demande %d est refusée avec le code %s ; la bibliothèque dit %s", line+1, a.Lines[line].Anomalies[0].Code, code))
}
