package api

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/fichier-unique/rules/charter/access"
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

// secretSize is the length of the secret of the calls.
const secretSize = 32

// setHook takes the address of a partner, and gives the secret, once. The former
// secret signs too until the next change, so that the other side can turn.
func setHook(c *call) error {
	if err := c.agent.Holds(access.Export); err != nil { // who is called reads the feed
		return err
	}
	var body hookBody
	if err := c.read(&body); err != nil {
		return err
	}
	secret := make([]byte, secretSize)
	if _, err := io.ReadFull(c.config.Random, secret); err != nil {
		return err
	}
	p := webhook.Partner{ID: c.agent.Actor.Party, URL: body.URL, Secrets: [][]byte{secret}}
	if err := p.Check(); err != nil {
		return &web.Error{Status: http.StatusUnprocessableEntity, Detail: "L’adresse n’est pas de celles que le serveur appelle : donner une adresse https d’un nom public.", Cause: err}
	}
	before, known, err := c.config.Calls.Find(c.r.Context(), p.ID)
	if err != nil && !errors.Is(err, webhook.ErrSealed) { // a secret that nobody reads any more signs nothing
		return err
	}
	if known && len(before.Secrets) > 0 {
		p.Secrets = append(p.Secrets, before.Secrets[0])
	}
	if err := c.config.Calls.Save(c.r.Context(), p); err != nil {
		return err
	}
	return c.answer(http.StatusOK, hookSecret{base64.StdEncoding.EncodeToString(secret)})
}

func removeHook(c *call) error {
	if err := c.agent.Holds(access.Export); err != nil {
		return err
	}
	if err := c.config.Calls.Forget(c.r.Context(), c.agent.Actor.Party); err != nil {
		return err
	}
	return c.answer(http.StatusOK, struct{}{})
}

// exporter writes the exports of the partner.
func (c *call) exporter() *rental.Exporter {
	return &rental.Exporter{Registry: c.registry, Agent: c.agent, Landlord: c.agent.Actor.Party, Folder: filepath.Join(c.config.Exports, c.agent.Actor.Party)}
}

// makeRental makes the next export; the answer has no increment when nothing
// changed since the last.
func makeRental(c *call) error {
	if err := c.agent.Holds(access.Export); err != nil {
		return err
	}
	e := c.exporter()
	if err := os.MkdirAll(e.Folder, 0o700); err != nil {
		return err
	}
	m, err := e.Run(c.r.Context())
	if err != nil {
		return err
	}
	if m == nil {
		return c.answer(http.StatusOK, struct{}{})
	}
	return c.answer(http.StatusOK, m)
}

// rentalExport gives the files of an export in one zip, and writes to the access
// journal that it was taken, each time it is.
func rentalExport(c *call) error {
	number, err := strconv.Atoi(c.r.PathValue("increment"))
	if err != nil || number < 1 {
		return &web.Error{Status: http.StatusNotFound, Detail: "Il n’y a pas d’export de ce numéro."}
	}
	folder := c.exporter().Folder
	if err := c.agent.Holds(access.Export); err != nil {
		return err
	}
	var body bytes.Buffer
	var manifest rental.Manifest
	z := zip.NewWriter(&body)
	last := fmt.Sprintf("manifeste-%06d.json", number)
	for _, name := range []string{fmt.Sprintf("demandes-%06d.csv", number), "dictionnaire.csv", "codes.csv", last} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if errors.Is(err, fs.ErrNotExist) {
			return &web.Error{Status: http.StatusNotFound, Detail: "Il n’y a pas d’export de ce numéro."}
		}
		if err != nil {
			return err
		}
		if name == last {
			if err := json.Unmarshal(text, &manifest); err != nil {
				return err
			}
		}
		w, err := z.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := c.registry.Log(c.r.Context(), c.agent, access.Export, "", uint64(manifest.Demands)); err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/zip")
	c.w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="export-%06d.zip"`, number))
	_, _ = c.w.Write(body.Bytes()) // the reader went away: nothing to mend
	return nil
}
