package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"

	rules "github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/refusal"
)

const (
	defaultPage = 200
	maxPage     = 1000
	maxLine     = mib
)

// page is a run of changes and the cursor to ask from next time.
type page struct {
	Demands []shown `json:"demands"`
	Next    int64   `json:"next"`
	More    bool    `json:"more"` // ask again at once
}

func (c *call) paging() (after int64, limit int, err error) {
	if after, err = c.number("after", 0, 1<<62); err != nil {
		return
	}
	n, err := c.number("limit", defaultPage, maxPage)
	return after, int(max(n, 1)), err
}

// changes gives what changed after a cursor.
func changes(c *call) error {
	after, limit, err := c.paging()
	if err != nil {
		return err
	}
	views, next, err := c.registry.Feed(c.r.Context(), c.agent, after, limit)
	if err != nil {
		return err
	}
	out := page{Demands: []shown{}, Next: next}
	for i := range views {
		out.Demands = append(out.Demands, shownOf(&views[i]))
	}
	last, err := c.registry.Store().Last(c.r.Context())
	if err != nil {
		return err
	}
	out.More = after < next && next < last // what was erased keeps its sequence, and is not given
	return c.answer(http.StatusOK, out)
}

// importLine is one demand of a bulk import: the act of registering, with a key
// of the sender so that the line, sent again, has no second effect.
type importLine struct {
	Key string `json:"key"`
	actBody
}

// importAnswer is what became of a line.
type importAnswer struct {
	Line       int                  `json:"line"`
	Key        string               `json:"key,omitempty"`
	Status     string               `json:"status"` // accepted, refused
	Outcome    *registry.Outcome    `json:"outcome,omitempty"`
	Code       string               `json:"code,omitempty"`
	Faults     demand.Faults        `json:"faults,omitempty"`
	Decision   *charter.Explanation `json:"decision,omitempty"`
	Candidates []registry.Candidate `json:"candidates,omitempty"`
	Message    string               `json:"message,omitempty"`
}

// bulk registers demands line by line: lines read = accepted + refused. A line
// that nobody can read is refused and the next one is read.
//
// The answers wait in a file until the last line is read: most senders read
// nothing before they have sent everything, and HTTP/1 drops what was not read
// when an answer begins.
func bulk(c *call) error {
	answers, err := os.CreateTemp("", "import-")
	if err != nil {
		return err
	}
	defer func() { _ = errors.Join(answers.Close(), os.Remove(answers.Name())) }() // the answer is gone already
	kept := bufio.NewWriter(answers)
	if err := errors.Join(c.importAll(json.NewEncoder(kept)), kept.Flush()); err != nil {
		return err
	}
	if _, err := answers.Seek(0, io.SeekStart); err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/x-ndjson")
	_, _ = io.Copy(c.w, answers) // the sender went away: what was acknowledged is written, and the keys tell the rest
	return nil
}

func (c *call) importAll(out *json.Encoder) error {
	in := bufio.NewReaderSize(c.r.Body, maxLine)
	for line := 1; ; line++ {
		text, err := in.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		answer := importAnswer{Line: line, Status: "refused"}
		switch text = bytes.TrimSpace(text); {
		case err != nil && !errors.Is(err, io.EOF):
			answer.Message = unread(err)
			return out.Encode(answer)
		case long:
			answer.Message = "La ligne dépasse un mébioctet : une demande n’en a pas besoin. Les suivantes sont lues."
		case len(text) > 0:
			answer = c.importOne(line, text)
		}
		if long || len(text) > 0 {
			if failed := out.Encode(answer); failed != nil {
				return failed
			}
		}
		if err != nil {
			return nil
		}
	}
}

// unread says why an import ends before its last line.
func unread(err error) string {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fmt.Sprintf("L’envoi dépasse %d mébioctets : cette ligne et les suivantes n’ont pas été lues. Les envoyer à part.", large.Limit/mib)
	}
	return "L’envoi a été interrompu : cette ligne et les suivantes n’ont pas été lues. Les envoyer de nouveau avec les mêmes clés."
}

func (c *call) importOne(line int, text []byte) importAnswer {
	answer := importAnswer{Line: line, Status: "refused"}
	var body importLine
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return answer.failed(badBody(err))
	}
	answer.Key = body.Key
	if body.Key == "" || len(body.Key) > maxKey {
		answer.Message = "Donner à chaque ligne une clé « key » de 1 à 200 caractères."
		return answer
	}
	cmd, err := body.command(charter.Register)
	if err != nil {
		return answer.failed(err)
	}
	cmd.Key = c.agent.Actor.Party + "/" + c.agent.Actor.Desk + "/import/" + body.Key
	done, err := c.registry.Do(c.r.Context(), c.agent, cmd)
	if err != nil {
		return answer.failed(err)
	}
	answer.Status, answer.Outcome = "accepted", &done
	return answer
}

// failed says why a line was refused.
func (a importAnswer) failed(err error) importAnswer {
	var twins *registry.DuplicatesError
	var refused *registry.RefusedError
	var said *web.Error
	if errors.As(err, &twins) {
		a.Candidates = twins.Candidates
	}
	if errors.As(err, &refused) {
		why := refused.Decision.Explain()
		a.Decision = &why
	}
	if errors.As(refusal.Of(err), &said) {
		a.Code, a.Faults, a.Message = said.Code, said.Faults, said.Detail
		if a.Code == "" && len(said.Faults) > 0 {
			a.Code = said.Faults[0].Code
		}
		return a
	}
	a.Message = "La ligne n’a pas pu être enregistrée : l’envoyer de nouveau avec la même clé."
	return a
}

// export gives every demand that is open, one a line, as it reads them.
func export(c *call) error {
	c.w.Header().Set("Content-Type", "application/x-ndjson")
	out := json.NewEncoder(c.w)
	var after int64
	told := map[string]bool{}
	for {
		views, next, err := c.registry.Feed(c.r.Context(), c.agent, after, maxPage)
		if err != nil {
			return err
		}
		for i := range views {
			if told[views[i].Demand] {
				continue
			}
			told[views[i].Demand] = true
			if err := out.Encode(shownOf(&views[i])); err != nil {
				return nil // the reader went away
			}
		}
		if next == after {
			return nil
		}
		after = next
	}
}

// known tells which events this server has.
func known(c *call) error {
	if err := c.agent.Holds(access.Export); err != nil {
		return err
	}
	var out exchange.Known
	err := eachEvent(c.r.Context(), c.registry.Store(), 0, func(e *store.Entry) error { out.Add(e.Event.ID); return nil })
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, out)
}

func eachEvent(ctx context.Context, s store.Store, after int64, do func(*store.Entry) error) error {
	for {
		entries, err := s.Since(ctx, after, maxPage)
		if err != nil || len(entries) == 0 {
			return err
		}
		for i := range entries {
			after = entries[i].Seq
			if err := do(&entries[i]); err != nil {
				return err
			}
		}
	}
}

// journalOut gives events as the journal holds them, one a line; the cursor to
// ask from next time is in the header Next-Cursor.
func journalOut(c *call) error {
	after, limit, err := c.paging()
	if err != nil {
		return err
	}
	entries, err := c.registry.Store().Since(c.r.Context(), after, limit)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	for i := range entries {
		after = entries[i].Seq
		body.Write(entries[i].Event.Line())
		body.WriteByte('\n')
	}
	if err := c.registry.Log(c.r.Context(), c.agent, access.Export, "", uint64(len(entries))); err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/x-ndjson")
	c.w.Header().Set("Next-Cursor", tag(after))
	_, _ = c.w.Write(body.Bytes()) // the reader went away: nothing to mend
	return nil
}

// receive takes events of another server.
func receive(c *call) error {
	var text bytes.Buffer
	if _, err := text.ReadFrom(c.r.Body); err != nil {
		return badBody(err)
	}
	j, findings := journal.Decode(text.Bytes())
	var faults demand.Faults
	for _, f := range findings {
		faults = append(faults, f.Fault)
	}
	if faults.Blocking() {
		return &registry.InvalidError{Faults: faults}
	}
	var events []journal.Event
	for _, e := range j.Events() {
		events = append(events, *e)
	}
	out, err := c.registry.Receive(c.r.Context(), c.agent, events)
	if errors.Is(err, store.ErrUnfit) {
		return &web.Error{Status: http.StatusUnprocessableEntity, Detail: "Un événement n’a pas de sorte, ou contient un nom ou un code qu’aucune base ne peut garder : ceux des demandes qui le précèdent sont écrits.",
			Remedy: "Corriger l’événement, puis envoyer de nouveau les mêmes lignes.", Cause: err}
	}
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, out)
}

func charterNow(c *call) error {
	ch, err := c.registry.CharterOn(c.registry.Today())
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, ch)
}

func allRules(c *call) error {
	all := rules.All()
	slices.SortFunc(all, func(a, b demand.Rule) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	return c.answer(http.StatusOK, all)
}
