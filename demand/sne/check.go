package sne

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// maxPlaces is how many communes interface V2 carries.
// Source: USH note on interface V2 (late 2012). Confidence: V2.
const maxPlaces = 10

// Check lists what a profile requires and a record lacks. What it lists is about
// the file, not about the right to register: demand.Registrable says that.
func Check(h Header, rec *Record, p Profile) []demand.Finding {
	c := checking{rec: rec}
	switch p {
	case Creation:
		c.creation(&h)
	case Outbound:
		c.outbound()
	}
	return c.found
}

type checking struct {
	rec   *Record
	found []demand.Finding
}

func (c *checking) find(code, cell, path string, params ...demand.Param) {
	c.found = append(c.found, demand.Finding{
		Fault: demand.Fault{Code: code, Path: path, Severity: severity(code), Params: params},
		Row:   c.rec.Index, Cell: cell,
	})
}

// want asks for an element.
func (c *checking) want(code string, there bool, cell, path string) {
	if !there {
		c.find(code, cell, path, demand.Param{Name: "element", Value: cell})
	}
}

// creation asks for what the published client refuses to send a creation
// without. That client admits only digits in a commune, which would refuse
// Corsica: not copied.
func (c *checking) creation(h *Header) {
	f := &c.rec.Form
	c.want("SNE-PRO-01", h.Version != "", "interfaceNuu/@versionInterface", "")
	c.want("SNE-PRO-01", h.FileType != "", "entete/typeFichier", "")
	c.want("SNE-PRO-02", h.FileType == "" || h.FileType.Known(), "entete/typeFichier", "")
	c.want("SNE-PRO-01", h.FileDate != "", "entete/dateFichier", "")
	_, dated := parseDate(h.FileDate)
	c.want("SNE-PRO-02", h.FileDate == "" || dated && len(h.FileDate) > 10, "entete/dateFichier", "")
	c.want("SNE-PRO-01", f.Desk != "", "numGuichet", "desk")
	c.fileType(h)
	if !wanted(h.FileType) {
		return
	}
	c.want("SNE-PRO-01", !f.DepositedOn.IsZero(), "dateCreationDemande", "deposited_on")
	c.want("SNE-PRO-01", f.Wanted.Extended.Known(), "logementRecherche/demandeElargie", "wanted.extended")
	c.want("SNE-PRO-01", len(f.Wanted.Types) > 0, "logementRecherche/listeTypeLogement", "wanted.types")
	c.want("SNE-PRO-01", len(f.Wanted.Places) > 0, "logementRecherche/listeLocalisationSouhaite", "wanted.places")
	for i := range f.Wanted.Places {
		rank := strconv.Itoa(i + 1)
		c.want("SNE-PRO-01", f.Wanted.Places[i].Commune != "",
			"logementRecherche/listeLocalisationSouhaite/localisationSouhaite["+rank+"]/commune", "wanted.places["+strconv.Itoa(i)+"].commune")
	}
	if len(f.Wanted.Places) > maxPlaces {
		c.find("SNE-PRO-03", "logementRecherche/listeLocalisationSouhaite", "wanted.places", demand.Param{Name: "max", Value: strconv.Itoa(maxPlaces)})
	}
}

// outbound asks for what makes an extract useful.
func (c *checking) outbound() {
	c.want("SNE-PRO-04", c.rec.Form.Number != (numbering.Number{}), "numUnique", "number")
	c.want("SNE-PRO-04", !c.rec.Form.DepositedOn.IsZero(), "dateCreationDemande", "deposited_on")
}
