package matching

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// tongue is the language of a sentence; French is the first.
type tongue int

const (
	french tongue = iota
	english
	tongueCount
)

var tongues = language.NewMatcher([]language.Tag{language.French, language.English})

func tongueOf(tag language.Tag) tongue {
	_, at, _ := tongues.Match(tag)
	return tongue(at)
}

// text is one saying in each language.
type text [tongueCount]string

var fieldTexts = [fieldCount]text{
	FieldNumber:       {"numéro unique", "unique number"},
	FieldIdentifier:   {"identifiant", "identifier"},
	FieldBirthName:    {"nom de naissance", "birth name"},
	FieldFirstNames:   {"prénoms", "first names"},
	FieldBirthDate:    {"date de naissance", "birth date"},
	FieldSex:          {"sexe", "sex"},
	FieldBirthPlace:   {"lieu de naissance", "birth place"},
	FieldBirthCountry: {"pays de naissance", "country of birth"},
	FieldAddress:      {"adresse", "address"},
	FieldPostalCode:   {"code postal ou commune", "postal code or town"},
	FieldPhone:        {"téléphone", "telephone"},
	FieldEmail:        {"courriel", "mail address"},
}

// levelTexts follow the name of the field.
var levelTexts = [levelCount]text{
	LevelExact:      {"identique", "identical"},
	LevelVariant:    {"variante d’écriture", "spelling variant"},
	LevelClose:      {"très proche", "very close"},
	LevelSound:      {"de même prononciation", "sounding alike"},
	LevelNear:       {"proche", "close"},
	LevelPart:       {"en partie commun", "partly shared"},
	LevelSwapped:    {"inversé", "swapped"},
	LevelSlip:       {"à un caractère près", "one character away"},
	LevelAll:        {"tous identiques", "all identical"},
	LevelMisplaced:  {"à la place du nom de l’autre", "in the place of the other’s name"},
	LevelHead:       {"de même premier élément", "same first part"},
	LevelLoose:      {"ressemblant", "resembling"},
	LevelCross:      {"retrouvé par le nom d’usage", "found by the used name"},
	LevelTwoSlips:   {"à deux chiffres près", "two digits away"},
	LevelGeneration: {"à quinze ans ou plus d’écart", "fifteen years apart or more"},
	LevelYearOnly:   {"de même année, jour inconnu", "same year, day unknown"},
	LevelSameYear:   {"de même année, autre jour", "same year, other day"},
	LevelInitial:    {"de même initiale", "same initial"},
	LevelArea:       {"du même département", "same département"},
	LevelDifferent:  {"différent", "different"},
}

// special sayings, where the general form would be poor language.
var specialTexts = map[[2]uint8]text{
	{uint8(FieldFirstNames), uint8(LevelExact)}:     {"prénoms identiques", "identical first names"},
	{uint8(FieldFirstNames), uint8(LevelVariant)}:   {"prénoms : variante d’écriture", "first names: spelling variant"},
	{uint8(FieldFirstNames), uint8(LevelClose)}:     {"prénoms très proches", "very close first names"},
	{uint8(FieldFirstNames), uint8(LevelNear)}:      {"prénoms proches", "close first names"},
	{uint8(FieldFirstNames), uint8(LevelPart)}:      {"prénoms en partie communs", "first names partly shared"},
	{uint8(FieldFirstNames), uint8(LevelSwapped)}:   {"nom et prénoms inversés", "name and first names swapped"},
	{uint8(FieldFirstNames), uint8(LevelDifferent)}: {"prénoms différents", "different first names"},
	{uint8(FieldBirthName), uint8(LevelSwapped)}:    {"nom écrit à la place du prénom", "name written in place of the first name"},
	{uint8(FieldBirthName), uint8(LevelExact)}:      {"même nom de naissance", "same birth name"},
	{uint8(FieldBirthDate), uint8(LevelExact)}:      {"même date de naissance", "same birth date"},
	{uint8(FieldBirthDate), uint8(LevelSwapped)}:    {"date de naissance : jour et mois inversés", "birth date: day and month swapped"},
	{uint8(FieldBirthDate), uint8(LevelDifferent)}:  {"dates de naissance différentes", "different birth dates"},
	{uint8(FieldAddress), uint8(LevelPart)}:         {"même voie, autre numéro", "same street, other number"},
	{uint8(FieldAddress), uint8(LevelClose)}:        {"adresse très proche", "very close address"},
	{uint8(FieldEmail), uint8(LevelPart)}:           {"courriel identique avant l’arobase", "same mail before the at sign"},
	{uint8(FieldAddress), uint8(LevelDifferent)}:    {"adresses différentes", "different addresses"},
	{uint8(FieldPhone), uint8(LevelDifferent)}:      {"téléphones différents", "different telephones"},
	{uint8(FieldEmail), uint8(LevelDifferent)}:      {"courriels différents", "different mail addresses"},
	{uint8(FieldNumber), uint8(LevelDifferent)}:     {"numéros uniques différents", "different unique numbers"},
}

var reasonTexts = map[string]text{
	VetoSameDemand:       {"deux personnes d’une même demande", "two persons of one demand"},
	VetoRole:             {"une personne et une association", "a person and an association"},
	VetoIdentity:         {"ni les prénoms ni la date de naissance ne concordent", "neither first names nor birth date agree"},
	VetoGeneration:       {"au moins quinze ans d’écart, comme entre parent et enfant", "fifteen years apart or more, as parent and child"},
	VetoTwins:            {"autre prénom à une même date ou presque : jumeaux possibles", "other first name, same or nearly same birth date: possible twins"},
	VetoNumbers:          {"deux numéros uniques différents", "two different unique numbers"},
	VetoNoDate:           {"date de naissance manquante : homonymes possibles", "birth date missing: possible namesakes"},
	ReasonDoubt:          {"concordance insuffisante pour une fusion", "not enough agreement to merge"},
	ReasonDecided:        {"une personne a décidé que ce sont deux personnes", "somebody decided that they are two persons"},
	ReasonClusterNumbers: {"les dossiers rapprochés portent deux numéros uniques", "the records brought together hold two unique numbers"},
	ReasonClusterVeto:    {"un autre dossier du groupe s’oppose au rapprochement", "another record of the group forbids it"},
	ReasonClusterDemand:  {"le groupe réunirait deux personnes d’une même demande", "the group would hold two persons of one demand"},
	ReasonClusterSize:    {"le groupe deviendrait trop grand", "the group would grow too large"},
	ReasonClusterWeak:    {"l’ensemble du groupe concorde trop peu", "the group as a whole agrees too little"},
	ReasonAssociation:    {"une même association peut déposer plusieurs demandes", "one association may make several demands"},
	LinkApplicants:       {"même demandeur", "same applicant"},
	LinkRolesSwapped:     {"même couple, rôles inversés", "same couple, roles swapped"},
	LinkCrossRole:        {"le demandeur de l’une est cotitulaire de l’autre", "the applicant of one is a co-holder of the other"},
}

// ReasonText says a veto, a reason of review or a link in French or English; an unknown code is
// given back as it is. It holds no personal data.
func ReasonText(code string, tag language.Tag) string {
	if t, ok := reasonTexts[code]; ok {
		return t[tongueOf(tag)]
	}
	return code
}

// Explain says in one sentence, for a clerk, what agrees, what does not, and what forbids an automatic merge, in
// French or in English (French for any other language). It names fields and levels, never values,
// so that it may be written to a file; the values are in [Comparison.Fields].
func (c Comparison) Explain(tag language.Tag) string {
	t := tongueOf(tag)
	var agree, differ, forbid []string
	for _, f := range c.Fields {
		switch {
		case f.Level == LevelDifferent || f.Level == LevelSameYear:
			differ = append(differ, f.say(t))
		case f.Field == FieldSex: // agreement on the sex tells a clerk nothing
		case f.Field == FieldBirthName && f.Level == LevelSwapped: // said with the first names
		default:
			agree = append(agree, f.say(t))
		}
	}
	for _, v := range c.Vetoes {
		forbid = append(forbid, ReasonText(v, tag))
	}
	colon, semicolon := "\u00a0: ", "\u202f; "
	heads := [2]text{{"diffère", "differs"}, {"empêche une fusion automatique", "forbids an automatic merge"}}
	if t == english {
		colon, semicolon = ": ", "; "
	}
	var parts []string
	if len(agree) > 0 {
		parts = append(parts, strings.Join(agree, ", "))
	}
	for i, list := range [2][]string{differ, forbid} {
		if len(list) > 0 {
			parts = append(parts, heads[i][t]+colon+strings.Join(list, ", "))
		}
	}
	if len(parts) == 0 {
		return text{"rien de commun à comparer", "nothing in common to compare"}[t]
	}
	return strings.Join(parts, semicolon)
}

// ExplainReview is Explain with, before it, why the pair goes to a person: the code of a [Review]. A
// reason that is one of the vetoes is in the sentence already, and is said once.
func (c Comparison) ExplainReview(reason string, tag language.Tag) string {
	if slices.Contains(c.Vetoes, reason) {
		return c.Explain(tag)
	}
	return ReasonText(reason, tag) + " — " + c.Explain(tag)
}

func (f FieldWeight) say(t tongue) string {
	if s, ok := specialTexts[[2]uint8{uint8(f.Field), uint8(f.Level)}]; ok {
		return s[t]
	}
	if f.Field >= fieldCount || f.Level >= levelCount {
		return f.Field.String() + " " + f.Level.String()
	}
	return fieldTexts[f.Field][t] + " " + levelTexts[f.Level][t]
}
