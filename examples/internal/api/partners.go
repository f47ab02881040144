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
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

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

// exporter writes the exports of the partner, in a folder of its own: the code of a
// partner is what a charter says, and may hold a stroke or points.
func (c *call) exporter() *rental.Exporter {
	party := c.agent.Actor.Party
	return &rental.Exporter{Registry: c.registry, Agent: c.agent, Landlord: party, Folder: filepath.Join(c.config.Exports, folderOf(party))}
}

// folderOf names the folder of a partner: one name, no other partner's, and that of
// the partner where it is made of plain signs.
func folderOf(party string) string {
	name := url.PathEscape(party)
	if strings.Trim(name, ".") == "" {
		return "%" + name
	}
	return name
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
		return &web.Error{Status: http.StatusNotFound, Detail: "Il n’y a pas d’export de ce numéro, ou il a plus de deux mois."}
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
			return &web.Error{Status: http.StatusNotFound, Detail: "Il n’y a pas d’export de ce numéro, ou il a plus de deux mois."}
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
