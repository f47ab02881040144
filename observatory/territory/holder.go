package territory

import (
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/geography"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// span is a value over some years.
type span struct {
	value       string
	first, last int
}

// holders are the tables of what holds communes, made once.
type holderTables struct {
	epci, arrondissement map[string][]span // by commune: only what differs from 2026
	names                map[string][]span // by level and code
	supra                map[string]geography.Supra
	regions              map[string]geography.Region
	regionNames          map[string]string // before 2016 and since, by era and code
}

var holders = sync.OnceValue(func() *holderTables {
	h := &holderTables{epci: map[string][]span{}, arrondissement: map[string][]span{}, names: map[string][]span{},
		supra: make(map[string]geography.Supra, 35_000), regions: map[string]geography.Region{}, regionNames: map[string]string{}}
	for m := range geography.Memberships() {
		into := h.epci
		if m.Level == string(Arrondissement) {
			into = h.arrondissement
		}
		into[m.Commune] = append(into[m.Commune], span{m.Holder, m.First, m.Last})
	}
	for n := range geography.Holders() {
		key := n.Level + n.Code
		h.names[key] = append(h.names[key], span{n.Name, n.First, n.Last})
	}
	for s := range geography.Communes() {
		h.supra[s.Commune] = s
	}
	for r := range geography.Regions() {
		h.regions[r.Departement] = r
		h.regionNames["before"+r.Before], h.regionNames["since"+r.Since] = r.NameBefore, r.NameSince
	}
	return h
})

// Days on which names and regions changed.
var (
	regionsDay = demand.MustDate("2016-01-01")
	centreDay  = demand.MustDate("2015-01-17") // région Centre renamed Centre-Val de Loire
	mayotteDay = demand.MustDate("2011-03-31") // Mayotte becomes a département
	urbanDay   = demand.MustDate("2015-01-01") // Grand Dijon, communauté urbaine
	metroDay   = demand.MustDate("2017-04-28") // Dijon Métropole
)

// nameAt gives the name of a holder in the list of a year: the nearest when the
// year has no list.
func (h *holderTables) nameAt(level Level, code string, year int) string {
	name := ""
	for _, s := range h.names[string(level)+code] {
		if name == "" || s.first <= year {
			name = s.value
		}
	}
	return name
}

// listed answers from lists by year: what a commune was in, and how sure it is.
func listed(spans []span, today string, ok bool, year int) (string, Certainty) {
	if year < geography.FirstList || year > geography.LastList {
		return "", Unknown
	}
	if spans == nil {
		if !ok {
			return "", Unknown
		}
		return today, Known
	}
	for _, s := range spans {
		if s.first <= year && year <= s.last {
			return s.value, Known
		}
	}
	return "", Unknown
}

// Holder gives the territory of a level that holds a commune on a day. An unknown
// one gives a fault that says why; a commune in no EPCI gives a unit without code.
func (a *Atlas) Holder(code string, level Level, day demand.Date) (Unit, Certainty, demand.Faults) {
	i, faults := a.find(code, day)
	if faults != nil {
		return Unit{}, Unknown, faults
	}
	return a.holder(&a.spells[i], level, day)
}

func (a *Atlas) holder(s *spell, level Level, day demand.Date) (Unit, Certainty, demand.Faults) {
	h := holders()
	switch level {
	case Commune:
		return s.unit(), Known, nil
	case Country:
		return Unit{Level: Country, Code: "FR", Name: "France"}, Known, nil
	case Departement:
		return departement(s.code, day)
	case Region:
		return h.region(s.code, day)
	case EPCI:
		return h.epciOf(s, day)
	case Arrondissement:
		return h.arrondissementOf(s, day)
	case Canton:
		return h.cantonOf(s, day)
	}
	return Unit{}, Unknown, demand.Faults{fault("TER-NIV-01", "level", "level", shownLevel(level))}
}

// arrondissementOf infers the year 2020, of which there is no list.
func (h *holderTables) arrondissementOf(s *spell, day demand.Date) (Unit, Certainty, demand.Faults) {
	today, ok := h.supra[s.code]
	value, sure := listed(h.arrondissement[s.code], today.Arrondissement, ok, day.Year())
	if sure == Known && day.Year() == 2020 {
		sure = Inferred
	}
	return h.answer(Arrondissement, s, value, sure, day)
}

// cantonOf infers the years after the list.
func (h *holderTables) cantonOf(s *spell, day demand.Date) (Unit, Certainty, demand.Faults) {
	today, ok := h.supra[s.code]
	sure := Unknown
	if ok && today.Canton != "" && day.Year() >= geography.CantonYear {
		sure = Inferred
		if day.Year() == geography.CantonYear {
			sure = Known
		}
	}
	return h.answer(Canton, s, today.Canton, sure, day)
}

func (h *holderTables) answer(level Level, s *spell, value string, sure Certainty, day demand.Date) (Unit, Certainty, demand.Faults) {
	if sure == Unknown {
		return Unit{}, Unknown, demand.Faults{fault("TER-PER-01", "day", "level", level.French(), "code", s.code, "day", day.String())}
	}
	if value == "-" || value == "" {
		return Unit{Level: level}, sure, nil
	}
	return Unit{Level: level, Code: value, Name: h.nameAt(level, value, day.Year())}, sure, nil
}

// epciOf knows the members of the Grand Dijon by day, the others by the lists.
func (h *holderTables) epciOf(s *spell, day demand.Date) (Unit, Certainty, demand.Faults) {
	if grandDijon()[s.code].holds(day) {
		return grandDijonOn(day), Known, nil
	}
	c, ok := territories.Commune(s.code)
	value, sure := listed(h.epci[s.code], c.EPCI, ok, day.Year())
	return h.answer(EPCI, s, value, sure, day)
}

// stay is the time a commune was a member.
type stay struct{ since, left demand.Date }

func (m stay) holds(day demand.Date) bool {
	return !m.since.IsZero() && m.since.Compare(day) <= 0 && (m.left.IsZero() || day.Before(m.left))
}

var grandDijon = sync.OnceValue(func() map[string]stay {
	out := map[string]stay{}
	for code, days := range territories.GrandDijonDays() {
		since, _ := demand.ParseDate(days[0])
		left, _ := demand.ParseDate(days[1]) // "" while it is a member
		out[code] = stay{since, left}
	}
	return out
})

func grandDijonOn(day demand.Date) Unit {
	u := Unit{Level: EPCI, Code: territories.GrandDijonSIREN}
	switch {
	case day.Before(urbanDay):
		u.Name, u.Until = "Communauté de l'agglomération dijonnaise (Grand Dijon)", urbanDay
	case day.Before(metroDay):
		u.Name, u.From, u.Until = "Communauté urbaine du Grand Dijon", urbanDay, metroDay
	default:
		u.Name, u.From = "Dijon Métropole", metroDay
	}
	return u
}

// departementCode reads the département in the code of a commune.
func departementCode(code string) string {
	if strings.HasPrefix(code, "97") || strings.HasPrefix(code, "98") {
		return code[:3]
	}
	return code[:2]
}

func departement(code string, day demand.Date) (Unit, Certainty, demand.Faults) {
	dep := departementCode(code)
	if dep == "976" && day.Before(mayotteDay) {
		return Unit{Level: Departement}, Known, nil
	}
	if _, ok := holders().regions[dep]; !ok { // an overseas collectivity is no département
		return Unit{Level: Departement}, Known, nil
	}
	d, _ := territories.Departement(dep)
	return Unit{Level: Departement, Code: dep, Name: d.Name}, Known, nil
}

func (h *holderTables) region(code string, day demand.Date) (Unit, Certainty, demand.Faults) {
	d, _, _ := departement(code, day)
	r, ok := h.regions[d.Code]
	if !ok {
		return Unit{Level: Region}, Known, nil
	}
	if !day.Before(regionsDay) {
		return Unit{Level: Region, Code: r.Since, Name: r.NameSince, From: since(r)}, Known, nil
	}
	u := Unit{Level: Region, Code: r.Before, Name: r.NameBefore, Until: until(r)}
	if r.Before == "24" {
		u.Name, u.From, u.Until = r.NameSince, centreDay, demand.Date{}
		if day.Before(centreDay) {
			u.Name, u.From, u.Until = r.NameBefore, demand.Date{}, centreDay
		}
	}
	return u, Known, nil
}

// since and until date a région that changed on 1 January 2016.
func since(r geography.Region) demand.Date {
	if r.Since == "24" {
		return centreDay
	}
	if r.Before == r.Since {
		return demand.Date{}
	}
	return regionsDay
}

func until(r geography.Region) demand.Date {
	if r.Before == r.Since {
		return demand.Date{}
	}
	return regionsDay
}
