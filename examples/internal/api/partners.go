package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"iter"
	"net/http"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/rental"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

// hookBody is where a partner wants to be called.
type hookBody struct {
	URL string `json:"url"`
}

// hookSecret is what signs the calls.
type hookSecret struct {
	Secret string `json:"secret"` // base64
}

// setHook takes the address of a partner, and gives the secret, once.
func setHook(c *call) error {
	var body hookBody
	if err := c.read(&body); err != nil {
		return err
	}
	if err := (&webhook.Partner{ID: c.agent.Actor.Party, URL: body.URL, Secrets: [][]byte{make([]byte, webhook.MinSecret)}}).Check(); err != nil {
		return &web.Error{Status: http.StatusUnprocessableEntity, Detail: "L’adresse n’est pas de celles que le serveur appelle : donner une adresse https d’un nom public.", Cause: err}
	}
	secret, err := c.registry.SetHook(c.r.Context(), c.agent, body.URL)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, hookSecret{base64.StdEncoding.EncodeToString(secret)})
}

func removeHook(c *call) error {
	if err := c.registry.RemoveHook(c.r.Context(), c.agent); err != nil {
		return err
	}
	return c.answer(http.StatusOK, struct{}{})
}

// maxIncrement bounds the number of an export.
const maxIncrement = 1_000_000

// rentalExport gives the files of an export in one zip; the cursor of the next one
// is in its manifest, and in the header Next-Cursor.
func rentalExport(c *call) error {
	number, err := c.number("increment", 1, maxIncrement)
	if err != nil {
		return err
	}
	after, err := c.number("after", 0, 1<<62)
	if err != nil {
		return err
	}
	to, err := c.registry.Store().Last(c.r.Context())
	if err != nil {
		return err
	}
	in := rental.Increment{Landlord: c.agent.Actor.Party, Number: int(max(number, 1)), Day: c.registry.Today(), Full: after == 0, After: after, To: to}
	count := uint64(0)
	files, _, err := rental.Export(in, c.rentalLines(c.r.Context(), after, to, &count))
	if err != nil {
		return err
	}
	if err := c.registry.Log(c.r.Context(), c.agent, access.Export, "", count); err != nil {
		return err
	}
	body, err := zipped(files)
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/zip")
	c.w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="export-%06d.zip"`, in.Number))
	c.w.Header().Set("Next-Cursor", tag(to))
	_, _ = c.w.Write(body) // the reader went away: nothing to mend
	return nil
}

// rentalLines gives the demands that changed, once each, closed ones by their
// state alone.
func (c *call) rentalLines(ctx context.Context, after, to int64, count *uint64) iter.Seq2[rental.Line, error] {
	return func(yield func(rental.Line, error) bool) {
		told := map[string]bool{}
		for after < to {
			entries, err := c.registry.Store().Since(ctx, after, maxPage)
			if err != nil {
				yield(rental.Line{}, err)
				return
			}
			if len(entries) == 0 {
				return
			}
			for i := range entries {
				after = entries[i].Seq
				key := entries[i].Event.Demand
				if told[key] {
					continue
				}
				told[key] = true
				line, err := c.rentalLine(ctx, key)
				*count++
				if !yield(line, err) || err != nil {
					return
				}
			}
		}
	}
}

func (c *call) rentalLine(ctx context.Context, key string) (rental.Line, error) {
	v, open, err := c.registry.Look(ctx, c.agent, key)
	if err != nil {
		return rental.Line{}, err
	}
	if !open {
		return rental.Line{Demand: key, State: journal.State{Demand: key, Status: rental.Closed}, May: func(charter.Field) bool { return false }}, nil
	}
	line := rental.Line{Demand: key, State: v.State, May: v.Sight.May, Created: v.Form.DepositedOn}
	if v.Dated && v.Dates.AbnormalDelay.Known() {
		line.Abnormal = v.Dates.AbnormalDelay.On
	}
	for _, e := range v.History() {
		if e.Kind == journal.Verify {
			line.Verified = e.On
		}
	}
	return line, nil
}

func zipped(files []rental.File) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.Create(f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Bytes); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}
