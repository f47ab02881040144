package demand

import "slices"

// Layout is what a version of the form, or of the interface that carries it, can
// hold. The form *01 has two: that of the first interface and that of 2012.
type Layout string

// The layouts.
const (
	Layout01   Layout = "14069*01"      // with the interface of 2011: five communes, quarters
	Layout2012 Layout = "14069*01/2012" // with the interface V2 of late 2012: ten communes, no quarter
	Layout02   Layout = "14069*02"
	Layout03   Layout = "14069*03"
	Layout04   Layout = "14069*04"
	Layout05   Layout = "14069*05"
)

// LayoutInfo says what a layout holds and when it is in use. The differences are
// those that were read; what nothing is known of is not limited.
type LayoutInfo struct {
	Layout  Layout      `json:"layout"`
	Version FormVersion `json:"version"`
	From    Date        `json:"valid_from"`        // first day it may be used
	To      Date        `json:"valid_to,omitzero"` // last day it may; none: not read, or still in use
	Source  Source      `json:"source"`

	Communes      int  `json:"communes"`       // wanted communes at most
	Quarters      bool `json:"quarters"`       // a quarter may be wanted
	Kinds         int  `json:"kinds"`          // present housing situations at most; 0: no limit
	ForeignPlaces bool `json:"foreign_places"` // addresses abroad
	Miss          bool `json:"miss"`           // the civility Mademoiselle
}

var (
	sourceV1 = Source{"arrêté du 14 juin 2010", "interface V1 de 2011 : cinq communes, quartiers, une situation de logement ; note de l'USH de novembre 2012", Secondary}
	sourceV2 = Source{"arrêté du 14 juin 2010", "interface V2 de fin 2012 : dix communes, sans quartier, plusieurs situations, adresses à l'étranger ; note de l'USH de novembre 2012", Secondary}
)

var layouts = []LayoutInfo{
	{Layout01, Form01, MustDate("2010-10-01"), MustDate("2012-12-31"), sourceV1, 5, true, 1, false, true},
	{Layout2012, Form01, MustDate("2012-10-01"), MustDate("2019-09-09"), sourceV2, 10, false, 0, true, true},
	{Layout02, Form02, MustDate("2013-07-24"), MustDate("2019-09-09"), Source{"arrêté du 24 juillet 2013", "fin d'usage : ancien formulaire écarté au 10 septembre 2019", Secondary}, 10, false, 0, true, true},
	{Layout03, Form03, MustDate("2018-09-10"), Date{}, Source{"arrêté du 6 août 2018", "en usage au 10 septembre 2018 ; fin d'usage non lue", Secondary}, 10, false, 0, true, true},
	{Layout04, Form04, MustDate("2021-02-01"), Date{}, Source{"arrêté publié début janvier 2021", "en usage au 1er février 2021 ; fin d'usage non lue", Secondary}, 10, false, 0, true, true},
	{Layout05, Form05, MustDate("2023-05-02"), Date{}, Source{"notice 51423#05", "liste des pièces datée du 2 mai 2023 : premier jour d'usage déduit", Inference}, 10, false, 0, true, false},
}

// Layouts lists what each version holds, oldest first.
func Layouts() []LayoutInfo { return slices.Clone(layouts) }

// FindLayout gives a layout by its name.
func FindLayout(l Layout) (LayoutInfo, bool) {
	for i := range layouts {
		if layouts[i].Layout == l {
			return layouts[i], true
		}
	}
	return LayoutInfo{}, false
}

// LayoutsAt lists the layouts that may be used on a day, newest first: two or
// more are in force at once while an old form is still accepted.
func LayoutsAt(day Date) []LayoutInfo {
	var out []LayoutInfo
	for i := len(layouts) - 1; i >= 0; i-- {
		if l := &layouts[i]; !day.IsZero() && !day.Before(l.From) && !day.After(l.To) {
			out = append(out, *l)
		}
	}
	return out
}

// Convert gives the form as a layout holds it, and the list of what was lost or
// changed on the way. The form given is not modified. A layout that is not known
// gives the form back as it is.
func Convert(f *Form, to Layout) (Form, Faults) {
	out := *f
	target, known := FindLayout(to)
	if !known {
		return out, Faults{{Code: "DEM-VER-06", Path: "version", Severity: Blocking}}
	}
	c := conversion{target: target, form: &out}
	out.Origins = slices.Clone(f.Origins)
	out.Version = target.Version
	c.places()
	c.kinds()
	c.adults()
	return out, c.lost
}

type conversion struct {
	target LayoutInfo
	form   *Form
	lost   Faults
}

func (c *conversion) lose(code, path string, severity Severity, params ...Param) {
	c.lost = append(c.lost, Fault{Code: code, Path: path, Severity: severity, Params: params})
}

// places drops the quarters a layout does not have, then the communes beyond
// its limit. Two quarters of one commune become one commune.
func (c *conversion) places() {
	var kept []WantedPlace
	moved := make([]int, len(c.form.Wanted.Places)) // new rank of each; -1: left out
	for i, p := range c.form.Wanted.Places {
		moved[i] = -1
		path := at("wanted.places", i, "")
		if p.Quarter != "" && !c.target.Quarters {
			c.lose("DEM-VER-01", path+".quarter", ToConfirm)
			p.Quarter = ""
			if slices.ContainsFunc(kept, func(k WantedPlace) bool { return k.Commune == p.Commune }) {
				continue
			}
		}
		if len(kept) == c.target.Communes {
			c.lose("DEM-VER-02", path, ToConfirm, Param{"limit", count(c.target.Communes)})
			continue
		}
		moved[i] = len(kept)
		kept = append(kept, p)
	}
	if len(c.form.Wanted.Places) > 0 {
		c.form.Wanted.Places = kept
	}
	c.follow("wanted.places", moved)
}

// follow moves the origins of the elements of a list to their new ranks, and
// drops those of the elements left out: an origin never speaks for another datum.
func (c *conversion) follow(list string, moved []int) {
	c.form.Origins = slices.DeleteFunc(c.form.Origins, func(o Origin) bool { return left(list, moved, o.Path) })
	for i := range c.form.Origins {
		o := &c.form.Origins[i]
		for old, rank := range moved {
			if from := at(list, old, ""); old != rank && covers(from, o.Path) {
				o.Path = at(list, rank, "") + o.Path[len(from):]
				break
			}
		}
	}
}

func left(list string, moved []int, path string) bool {
	for old, rank := range moved {
		if rank < 0 && covers(at(list, old, ""), path) {
			return true
		}
	}
	return false
}

func (c *conversion) kinds() {
	most := c.target.Kinds
	if kinds := c.form.Present.Kinds; most > 0 && len(kinds) > most {
		for i := most; i < len(kinds); i++ {
			c.lose("DEM-VER-03", at("present_housing.kinds", i, ""), ToConfirm, Param{"limit", count(most)})
		}
		c.form.Present.Kinds = slices.Clone(kinds[:most])
		moved := make([]int, len(kinds))
		for i := range moved {
			moved[i] = i
			if i >= most {
				moved[i] = -1
			}
		}
		c.follow("present_housing.kinds", moved)
	}
}

// adults turns addresses abroad into text where the layout has none, and the
// civility that has gone into the one that stands.
func (c *conversion) adults() {
	c.adult(&c.form.Applicant, "applicant")
	c.address(&c.form.Association.Address, "association.address")
	if len(c.form.CoHolders) > 0 {
		c.form.CoHolders = slices.Clone(c.form.CoHolders)
	}
	for i := range c.form.CoHolders {
		c.adult(&c.form.CoHolders[i].Person, at("co_holders", i, "person"))
	}
}

func (c *conversion) adult(p *Person, path string) {
	if p.Civility == Civility3 && !c.target.Miss {
		p.Civility = Civility2
		c.lose("DEM-VER-05", path+".civility", Information)
	}
	c.address(&p.Address, path+".address")
}

func (c *conversion) address(a *Address, path string) {
	if a.Foreign != Yes || c.target.ForeignPlaces {
		return
	}
	for _, part := range [...]string{a.City, a.Country} { // kept where a letter will show it
		if part != "" && a.Complement != "" {
			a.Complement += ", "
		}
		a.Complement += part
	}
	a.City, a.Country, a.Foreign = "", "", NotSaid
	c.lose("DEM-VER-04", path, ToConfirm)
}

var versionRules = []Rule{{
	Code: "DEM-VER-01", Chapter: "versions du formulaire", Severity: ToConfirm, Source: sourceV2,
	French:  "Le quartier souhaité n'a pas de place dans cette version : seule la commune est gardée ; prévenir le demandeur.",
	English: "The wanted quarter has no place in this version: only the commune is kept; tell the applicant.",
	Accepts: `{"wanted":{"places":[{"commune":"21231"}]}}`, Refuses: `{"wanted":{"places":[{"commune":"21231","quarter":"Toison d'Or"}]}}`,
}, {
	Code: "DEM-VER-02", Chapter: "versions du formulaire", Severity: ToConfirm, Params: []string{"limit"}, Source: sourceV1,
	French:  "Cette version garde {limit} communes au plus : celle-ci, placée après les autres, n'est pas reprise ; confirmer le choix avec le demandeur.",
	English: "This version keeps {limit} communes at most: this one, placed after the others, is not taken over; confirm the choice with the applicant.",
	Accepts: `{"wanted":{"places":[{"commune":"21231"},{"commune":"21166"}]}}`, Refuses: `{"wanted":{"places":[{"commune":"21231"},{"commune":"21166"},{"commune":"21617"},{"commune":"21515"},{"commune":"21355"},{"commune":"21054"}]}}`,
}, {
	Code: "DEM-VER-03", Chapter: "versions du formulaire", Severity: ToConfirm, Params: []string{"limit"}, Source: sourceV1,
	French:  "Cette version garde {limit} situation de logement : celle-ci n'est pas reprise ; vérifier que la première est la principale.",
	English: "This version keeps {limit} housing situation: this one is not taken over; check that the first is the main one.",
	Accepts: `{"present_housing":{"kinds":["CP"]}}`, Refuses: `{"present_housing":{"kinds":["CP","HOT"]}}`,
}, {
	Code: "DEM-VER-04", Chapter: "versions du formulaire", Severity: ToConfirm, Source: sourceV1,
	French:  "Cette version n'a pas d'adresse à l'étranger : la ville et le pays sont recopiés dans le complément d'adresse ; vérifier l'adresse avant d'écrire.",
	English: "This version has no address abroad: city and country are copied into the address complement; check the address before writing.",
	Accepts: `{"applicant":{"address":{"city":"Dijon"}}}`, Refuses: `{"applicant":{"address":{"foreign":true,"city":"Liège","country":"Belgique"}}}`,
}, {
	Code: "DEM-VER-05", Chapter: "versions du formulaire", Severity: Information,
	Source:  Source{"notice 51423#05", "« Mademoiselle » a disparu du formulaire *05", Secondary},
	French:  "« Mademoiselle » n'existe plus dans cette version : la civilité devient « Madame ».",
	English: "“Mademoiselle” no longer exists in this version: the civility becomes “Madame”.",
	Accepts: `{"applicant":{"civility":"2"}}`, Refuses: `{"applicant":{"civility":"3"}}`,
}, {
	Code: "DEM-VER-06", Chapter: "versions du formulaire", Severity: Blocking,
	Source:  Source{"CCH R.441-2-2", "versions connues du formulaire", Secondary},
	French:  "La version d'arrivée n'est pas connue : rien n'a été converti ; choisir une des versions connues, de 14069*01 à 14069*05.",
	English: "The target version is not known: nothing was converted; choose one of the known versions, from 14069*01 to 14069*05.",
}}
