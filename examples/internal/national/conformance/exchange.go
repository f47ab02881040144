package conformance

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/numbering"
)

// Outcome is what is expected of one demand of a file.
type Outcome struct {
	Refused bool
	Code    string // of the library, when it has one for the fault
}

// Step is one file of an exchange.
type Step struct {
	Name string // of the file
	Body []byte
	Want []Outcome // by demand; none: the whole file is refused
	// Twice sends the file a second time and asks for the same outcome.
	Twice bool
}

// Exchange is one thing that a program is held to.
type Exchange struct {
	Name   string // stable: "creation-deux-fois"
	French string // what is asked, in one sentence
	Source demand.Source
	Steps  []Step
}

var (
	sourceInterface = demand.Source{Article: "interface SNE 02.00/02.01", Text: "éléments obligatoires et réponse", Confidence: demand.Secondary}
	sourceForm      = demand.Source{Article: "arrêtés du 25 novembre 2010 et du 23 mars 2015, §3", Text: "mêmes contrôles que le système national", Confidence: demand.Verified}
	sourceNumber    = demand.Source{Article: "CCH R.441-2-3, R.441-2-7", Text: "le numéro unique ne change pas et porte le mois du premier dépôt", Confidence: demand.Verified}
	sourceStrike    = demand.Source{Article: "CCH R.441-2-8 ; arrêté du 23 mars 2015, §6", Text: "motifs de radiation, treize et dix-huit mois", Confidence: demand.Verified}
	sourceRenewal   = demand.Source{Article: "CCH R.441-2-7", Text: "renouvellement annuel, ancienneté gardée", Confidence: demand.Verified}
	sourceSafety    = demand.Source{Article: "règle du fichier", Text: "un fichier rejoué n'a pas de second effet, un fichier illisible est refusé", Confidence: demand.Inference}
)

// maker makes the exchanges, each with a demand of its own.
type maker struct {
	territory, desk, commune string
	files, demands           int
	out                      []Exchange
	err                      error
}

// Exchanges makes the suite for a territory ("021") and a commune of it.
func Exchanges(territory, commune string) ([]Exchange, error) {
	m := &maker{territory: territory, desk: "CONFO", commune: commune}
	m.taken()
	m.refusedForms()
	m.refusedActs()
	m.strikeOffs()
	m.safety()
	return m.out, m.err
}

const deposited = "2015-06-01"

// form is a demand that everything accepts, with a number of its own.
func (m *maker) form() demand.Form {
	m.demands++
	n, err := numbering.New(numbering.Deposit{Territory: m.territory, Year: 2015, Month: 6}, 990_000+m.demands, m.desk)
	if err != nil && m.err == nil {
		m.err = fmt.Errorf("conformance: make the numbers of the suite: %w", err)
	}
	f := demand.Form{Number: n, Desk: m.desk, DepositedOn: demand.MustDate(deposited)}
	f.Applicant = demand.Person{
		Civility: demand.Civility2, UsedName: "Zzyzx", FirstNames: "Éloïse", Nationality: demand.Nationality1, FamilySituation: demand.FamilySituationC,
		BirthDate: demand.MustDate("1979-12-31").AddDays(m.demands),
	}
	f.Wanted = demand.Wanted{
		Extended: demand.No, Types: []demand.DwellingType{demand.DwellingTypeT3}, Places: []demand.WantedPlace{{Commune: m.commune}},
	}
	return f
}

// step writes one file of a demand.
func (m *maker) step(kind demand.FileType, on string, want Outcome, recs ...sne.Record) Step {
	var out bytes.Buffer
	h := sne.Header{Version: "02.01", FileType: kind, FileDate: on + "T20:00:00.0+02:00"}
	if err := sne.Write(&out, h, slices.Values(recs)); err != nil && m.err == nil {
		m.err = fmt.Errorf("conformance: write a file of the suite: %w", err)
	}
	s := Step{Name: m.name(), Body: out.Bytes()}
	for range recs {
		s.Want = append(s.Want, want)
	}
	return s
}

func (m *maker) name() string {
	m.files++
	at := time.Date(2017, 1, 2, 20, 0, 0, 0, time.UTC)
	return sne.FileName{Kind: sne.DemandFile, Desk: m.desk, At: at, Sequence: m.files, Extension: "xml"}.String()
}

func (m *maker) add(name, french string, source demand.Source, steps ...Step) {
	m.out = append(m.out, Exchange{name, french, source, steps})
}

func refused(code string) Outcome { return Outcome{true, code} }

func of(f demand.Form) sne.Record { return sne.Record{Form: f} }

// struck is a record that strikes a demand off, or undoes it without motive.
func struck(f demand.Form, off sne.StrikeOff) sne.Record {
	r := sne.Record{Form: demand.Form{Number: f.Number, Desk: f.Desk, DepositedOn: f.DepositedOn}}
	r.SetStrikeOff(off)
	return r
}

func (m *maker) create(f demand.Form) Step {
	return m.step(demand.FileTypeCRE, deposited, Outcome{}, of(f))
}

// taken are the exchanges of an ordinary life.
func (m *maker) taken() {
	f := m.form()
	m.add("creation", "Une demande complète est prise.", sourceForm, m.create(f))
	f = m.form()
	changed := f
	changed.PersonsToHouse = 3
	m.add("modification", "Une demande connue est modifiée.", sourceForm, m.create(f), m.step(demand.FileTypeMOD, "2015-09-01", Outcome{}, of(changed)))
	f = m.form()
	renewed := f
	renewed.RenewedOn = demand.MustDate("2016-05-20")
	m.add("renouvellement", "Une demande connue est renouvelée ; le numéro et la date de dépôt restent.", sourceRenewal,
		m.create(f), m.step(demand.FileTypeREN, "2016-05-20", Outcome{}, of(renewed)))
	f = m.form()
	f.DepositedOn = demand.MustDate("2013-02-01")
	m.add("creation-apres-separation", "Une demande créée après une séparation garde l'ancienneté de la première.",
		demand.Source{Article: "CCH L.441-1", Text: "ancienneté gardée après une séparation (loi ALUR)", Confidence: demand.Verified},
		m.step(demand.FileTypeCRS, deposited, Outcome{}, of(f)))
	f = m.form()
	f.Applicant.UsedName, f.Applicant.FirstNames = "Œuvrard-d’Hîver", "Zoé Anaïs"
	m.add("lettres-francaises", "Les lettres accentuées, ligatures et apostrophes sont prises comme elles sont.", sourceForm, m.create(f))
	f = m.form()
	f.Applicant, f.Association = demand.Person{}, demand.Association{Name: "Toit Provisoire", SIRET: "12345678200002"}
	m.add("association", "Une personne morale dépose une demande.", demand.Source{Article: "CCH R.441-2-2", Text: "rubriques a, b et h pour une personne morale", Confidence: demand.Verified}, m.create(f))
	many := m.step(demand.FileTypeCRE, deposited, Outcome{}, of(m.form()), of(m.form()), of(m.form()))
	m.add("plusieurs-demandes", "Un fichier de plusieurs demandes reçoit une réponse pour chacune, dans l'ordre.", sourceInterface, many)
}

// refusedForms are demands that the rules refuse.
func (m *maker) refusedForms() {
	for _, c := range []struct {
		name, french, code string
		source             demand.Source
		edit               func(*demand.Form)
	}{
		{"sans-prenom", "Une demande sans prénom est refusée.", "DEM-MIN-02", sourceForm, func(f *demand.Form) { f.Applicant.FirstNames = "" }},
		{"sans-naissance", "Une demande sans date de naissance est refusée.", "DEM-MIN-03", sourceForm, func(f *demand.Form) { f.Applicant.BirthDate = demand.Date{} }},
		{"sans-commune", "Une demande sans commune souhaitée est refusée.", "DEM-MIN-05", sourceForm, func(f *demand.Form) { f.Wanted.Places = nil }},
		{"sans-type", "Une demande sans type de logement est refusée.", "DEM-MIN-06", sourceForm, func(f *demand.Form) { f.Wanted.Types = nil }},
		{"sans-reponse-elargie", "Une demande qui ne dit pas si elle est élargie est refusée.", "SNE-PRO-01", sourceInterface, func(f *demand.Form) { f.Wanted.Extended = demand.NotSaid }},
		{"sans-guichet", "Une demande sans guichet est refusée.", "SNE-PRO-01", sourceInterface, func(f *demand.Form) { f.Desk = "" }},
		{"sans-numero", "Un fichier partagé donne lui-même le numéro : sans lui, la demande est refusée.", "", sourceNumber, func(f *demand.Form) { f.Number = numbering.Number{} }},
		{"mois-du-numero", "Le mois du numéro est celui du dépôt.", "", sourceNumber, func(f *demand.Form) { f.DepositedOn = demand.MustDate("2015-05-31") }},
		{"depot-a-venir", "Un dépôt après la date du fichier est refusé.", "", sourceForm, func(f *demand.Form) { f.DepositedOn = demand.MustDate("2015-06-02") }},
	} {
		f := m.form()
		c.edit(&f)
		m.add(c.name, c.french, c.source, m.step(demand.FileTypeCRE, deposited, refused(c.code), of(f)))
	}
}

// refusedActs are acts on a demand that is not there, or not in that state.
func (m *maker) refusedActs() {
	f := m.form()
	m.add("creation-deux-fois", "Le même numéro n'est pas créé deux fois par deux fichiers.", sourceNumber,
		m.create(f), m.step(demand.FileTypeCRE, "2015-06-02", refused(""), of(f)))
	for _, c := range []struct {
		name, french string
		kind         demand.FileType
	}{
		{"modifier-inconnue", "Une demande inconnue n'est pas modifiée.", demand.FileTypeMOD},
		{"renouveler-inconnue", "Une demande inconnue n'est pas renouvelée.", demand.FileTypeREN},
		{"supprimer-inconnue", "Une demande inconnue n'est pas supprimée.", demand.FileTypeSUP},
	} {
		f := m.form()
		f.RenewedOn = demand.MustDate("2016-05-20")
		m.add(c.name, c.french, sourceNumber, m.step(c.kind, "2016-05-20", refused(""), of(f)))
	}
	f = m.form()
	f.RenewedOn = demand.MustDate("2016-05-20")
	back := f
	back.RenewedOn = demand.MustDate("2016-05-19")
	m.add("renouvellement-en-arriere", "Un renouvellement ne recule pas.", sourceRenewal,
		m.step(demand.FileTypeCRE, "2016-05-20", Outcome{}, of(f)), m.step(demand.FileTypeREN, "2016-05-21", refused(""), of(back)))
}
