package api

import (
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// open looks at a demand whose papers are open to the partner.
func (c *call) open() (registry.View, error) {
	v, err := c.registry.Show(c.r.Context(), c.agent, c.r.PathValue("demand"))
	if err != nil {
		return v, err
	}
	if !v.Sight.May(charter.FieldPapers) {
		d, _ := v.Sight.Decision(charter.FieldPapers)
		return v, &registry.RefusedError{Decision: d}
	}
	return v, nil
}

func listPapers(c *call) error {
	v, err := c.open()
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, append([]store.Paper{}, v.Held...))
}

// paper gives a document: read by who may, and written to the access journal.
func paper(c *call) error {
	p, err := c.registry.Paper(c.r.Context(), c.agent, c.r.PathValue("demand"), c.r.PathValue("paper"))
	if err != nil {
		return err
	}
	h := c.w.Header()
	h.Set("Content-Type", p.Type)
	h.Set("Content-Disposition", `attachment; filename="`+p.Code+registry.Extension(p.Type)+`"`)
	if sum, err := hex.DecodeString(p.Digest); err == nil {
		h.Set("Content-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum)+":") // RFC 9530
	}
	_, _ = c.w.Write(p.Body) // the reader went away: nothing to mend
	return nil
}

// filePaper takes a document in.
func filePaper(c *call) error {
	body, err := io.ReadAll(c.r.Body)
	if err != nil {
		return badBody(err)
	}
	q := c.r.URL.Query()
	year, err := yearIn(q.Get("year"))
	if err != nil {
		return err
	}
	p, err := c.registry.FilePaper(c.r.Context(), c.agent, c.r.PathValue("demand"), registry.Upload{Code: q.Get("code"), Person: q.Get("person"), Year: year, Body: body})
	if err != nil {
		return err
	}
	if p.ID == "" {
		return &web.Error{Status: http.StatusUnsupportedMediaType}
	}
	return c.answer(http.StatusCreated, p)
}

// yearIn reads the year of a paper; none is 0.
func yearIn(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < 1900 || year > 2200 {
		return 0, &web.Error{Status: http.StatusBadRequest, Detail: "L’année d’une pièce s’écrit en quatre chiffres : year=2011."}
	}
	return year, nil
}
