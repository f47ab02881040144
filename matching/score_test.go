package matching_test

import (
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/matching"
)

// claire is a fictitious applicant that the tests change field by field.
func claire() matching.Record {
	return matching.Record{
		ID: "A", Demand: "DA", Role: matching.RoleApplicant, BirthName: "Vasselin-Dubreuil", UsedName: "Montclar", FirstNames: "Claire Élodie",
		BirthDate: "1984-03-09", Sex: "F", BirthPlace: "21231", BirthCountry: "FR", Address: "12 bis rue des Godrans, bât. C",
		PostalCode: "21000", Commune: "21231", Phone: "06 39 98 00 01", Email: "claire.montclar@example.org",
	}
}

func changed(id string, change func(*matching.Record)) matching.Record {
	r := claire()
	r.ID, r.Demand = id, "D"+id
	if change != nil {
		change(&r)
	}
	return r
}

func levelOf(c matching.Comparison, f matching.Field) matching.Level {
	for _, w := range c.Fields {
		if w.Field == f {
			return w.Level
		}
	}
	return matching.LevelMissing
}

func TestScoreCases(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*matching.Record)
		verdict matching.Verdict
		field   matching.Field
		level   matching.Level
		veto    string
	}{
		{"copy", nil, matching.VerdictMerge, matching.FieldBirthName, matching.LevelExact, ""},
		{"capitals without accents", func(r *matching.Record) {
			r.BirthName, r.FirstNames = "VASSELIN DUBREUIL", "CLAIRE ELODIE"
		}, matching.VerdictMerge, matching.FieldFirstNames, matching.LevelAll, ""},
		{"moved, other telephone and mail", func(r *matching.Record) {
			r.Address, r.PostalCode, r.Commune = "4 place Wilson", "69003", "69383"
			r.Phone, r.Email = "0639980077", "cm@example.fr"
		}, matching.VerdictMerge, matching.FieldAddress, matching.LevelDifferent, ""},
		{"married name written as birth name", func(r *matching.Record) {
			r.BirthName, r.UsedName = "Montclar", ""
		}, matching.VerdictMerge, matching.FieldBirthName, matching.LevelCross, ""},
		{"part of a compound name", func(r *matching.Record) {
			r.BirthName, r.UsedName = "Dubreuil", ""
		}, matching.VerdictMerge, matching.FieldBirthName, matching.LevelPart, ""},
		{"name and first name swapped", func(r *matching.Record) {
			r.BirthName, r.FirstNames, r.UsedName = "Claire", "Vasselindubreuil", ""
		}, matching.VerdictMerge, matching.FieldFirstNames, matching.LevelSwapped, ""},
		{"day and month swapped", func(r *matching.Record) { r.BirthDate = "1984-09-03" },
			matching.VerdictMerge, matching.FieldBirthDate, matching.LevelSwapped, ""},
		{"wrong digit", func(r *matching.Record) { r.BirthDate = "1994-03-09" },
			matching.VerdictMerge, matching.FieldBirthDate, matching.LevelSlip, ""},
		{"second first name used", func(r *matching.Record) { r.FirstNames = "Élodie" },
			matching.VerdictMerge, matching.FieldFirstNames, matching.LevelPart, ""},
		{"twin", func(r *matching.Record) { r.FirstNames = "Manon Élodie" },
			matching.VerdictReview, matching.FieldFirstNames, matching.LevelDifferent, matching.VetoTwins},
		{"sister", func(r *matching.Record) { r.FirstNames, r.BirthDate = "Manon", "1987-11-30" },
			matching.VerdictDistinct, matching.FieldBirthDate, matching.LevelDifferent, matching.VetoIdentity},
		{"sister of one year", func(r *matching.Record) { r.FirstNames, r.BirthDate = "Manon", "1984-12-27" },
			matching.VerdictDistinct, matching.FieldBirthDate, matching.LevelSameYear, matching.VetoIdentity},
		{"mother of one name", func(r *matching.Record) { r.BirthDate = "1956-07-22" },
			matching.VerdictDistinct, matching.FieldFirstNames, matching.LevelAll, matching.VetoGeneration},
		{"no birth date, all else the same", func(r *matching.Record) { r.BirthDate = "" },
			matching.VerdictMerge, matching.FieldBirthDate, matching.LevelMissing, ""},
		{"no birth date, name, address and telephone of a household", func(r *matching.Record) {
			r.BirthDate, r.BirthPlace, r.FirstNames, r.Email = "", "", "Claire", ""
		}, matching.VerdictReview, matching.FieldBirthDate, matching.LevelMissing, matching.VetoNoDate},
		{"association", func(r *matching.Record) { r.Role = matching.RoleAssociation },
			matching.VerdictDistinct, matching.FieldBirthName, matching.LevelExact, matching.VetoRole},
		{"same demand", func(r *matching.Record) { r.Demand = "DA" },
			matching.VerdictDistinct, matching.FieldBirthName, matching.LevelExact, matching.VetoSameDemand},
		{"names only", func(r *matching.Record) {
			*r = matching.Record{ID: "B", BirthName: r.BirthName, FirstNames: r.FirstNames}
		}, matching.VerdictReview, matching.FieldSex, matching.LevelMissing, matching.VetoNoDate},
		{"nothing", func(r *matching.Record) { *r = matching.Record{ID: "B"} },
			matching.VerdictDistinct, matching.FieldBirthName, matching.LevelMissing, matching.VetoNoDate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := matching.Score(claire(), changed("B", tt.change))
			if c.Verdict != tt.verdict {
				t.Errorf("verdict %s, want %s: %.1f bits, %s", c.Verdict, tt.verdict, c.Bits, c.Explain(language.English))
			}
			if got := levelOf(c, tt.field); got != tt.level {
				t.Errorf("%v is %v, want %v", tt.field, got, tt.level)
			}
			if tt.veto != "" && !slices.Contains(c.Vetoes, tt.veto) || tt.veto == "" && len(c.Vetoes) > 0 {
				t.Errorf("vetoes %v, want %q", c.Vetoes, tt.veto)
			}
		})
	}
}

// TestTransliteration: one first name written by two desks after two alphabets is no other first name.
func TestTransliteration(t *testing.T) {
	for _, pair := range [][2]string{{"Mohamed", "Muhammad"}, {"Abdelkader", "Abdoulkader"}, {"Oleksandr", "Alexandre"}, {"Zeynep", "Zainab"}, {"Yacine", "Yassin"}} {
		a, b := claire(), changed("B", func(r *matching.Record) { r.FirstNames = pair[1] })
		a.FirstNames = pair[0]
		if c := matching.Score(a, b); c.Verdict != matching.VerdictMerge || levelOf(c, matching.FieldFirstNames) != matching.LevelVariant {
			t.Errorf("%v: %s, first names %v", pair, c.Verdict, levelOf(c, matching.FieldFirstNames))
		}
	}
}

func TestNumbers(t *testing.T) {
	a := claire()
	a.Number = "021 0310 012345 21001"
	b := changed("B", func(r *matching.Record) { r.Number = "021031001234521001" })
	if c := matching.Score(a, b); c.Verdict != matching.VerdictMerge || levelOf(c, matching.FieldNumber) != matching.LevelExact {
		t.Errorf("same number: %s, %v", c.Verdict, levelOf(c, matching.FieldNumber))
	}
	b.Number = "021031099999921001"
	if c := matching.Score(a, b); c.Verdict != matching.VerdictReview || !slices.Contains(c.Vetoes, matching.VetoNumbers) {
		t.Errorf("two numbers: %s, %v", c.Verdict, c.Vetoes)
	}
	b = changed("B", func(r *matching.Record) {
		r.Number, r.FirstNames, r.BirthDate = a.Number, "Manon", "1950-11-30"
	})
	if c := matching.Score(a, b); c.Verdict != matching.VerdictReview {
		t.Errorf("one number, two persons: %s, want review", c.Verdict)
	}
}

// TestHouseholdNeverMerges: whatever a household shares, two of its members are not merged.
func TestHouseholdNeverMerges(t *testing.T) {
	firsts := []string{"Manon", "Ousmane", "Bérénice", "Yvonne", "Thibault"}
	dates := []string{"1984-12-27", "1986-05-14", "1959-10-20", "2011-07-02"}
	for _, first := range firsts {
		for _, date := range dates {
			c := matching.Score(claire(), changed("B", func(r *matching.Record) { r.FirstNames, r.BirthDate = first, date }))
			if c.Verdict != matching.VerdictDistinct {
				t.Errorf("%s born %s: %s", first, date, c.Verdict)
			}
		}
	}
}

func TestMissingWeighsNothing(t *testing.T) {
	clear := []func(*matching.Record){
		func(r *matching.Record) { r.Phone = "" }, func(r *matching.Record) { r.Email = "" }, func(r *matching.Record) { r.BirthPlace = "" },
		func(r *matching.Record) { r.Sex = "" }, func(r *matching.Record) { r.Address = "" }, func(r *matching.Record) { r.Identifier = "" },
	}
	for i, change := range clear {
		c := matching.Score(claire(), changed("B", change))
		for _, f := range c.Fields {
			if f.A == "" || f.B == "" {
				t.Errorf("change %d: field %v listed with a missing value", i, f.Field)
			}
			if f.Bits < 0 {
				t.Errorf("change %d: a missing field made %v weigh %v", i, f.Field, f.Bits)
			}
		}
	}
}

// addsUp holds for every comparison.
func addsUp(t *testing.T, c matching.Comparison) {
	t.Helper()
	sum := c.Prior + c.Household
	for _, f := range c.Fields {
		sum += f.Bits
	}
	if math.Abs(sum-c.Bits) > 1e-4 {
		t.Fatalf("prior, fields and household add up to %v, not to %v", sum, c.Bits)
	}
	if !(c.Probability >= 0 && c.Probability <= 1) {
		t.Fatalf("probability %v", c.Probability)
	}
	if c.Verdict == matching.VerdictMerge && (c.Probability < matching.MergeThreshold || len(c.Vetoes) > 0) {
		t.Fatalf("merge at %v with vetoes %v", c.Probability, c.Vetoes)
	}
}

// mirrored checks that b compared with a is a compared with b, turned round.
func mirrored(t *testing.T, x, y matching.Comparison) {
	t.Helper()
	if x.Bits != y.Bits || x.Verdict != y.Verdict || !slices.Equal(x.Vetoes, y.Vetoes) || len(x.Fields) != len(y.Fields) {
		t.Fatalf("not symmetric: %v %s %v, then %v %s %v", x.Bits, x.Verdict, x.Vetoes, y.Bits, y.Verdict, y.Vetoes)
	}
	for i := range x.Fields {
		p, q := x.Fields[i], y.Fields[i]
		if p.Field != q.Field || p.Level != q.Level || p.Bits != q.Bits || p.A != q.B || p.B != q.A {
			t.Fatalf("field %v is not symmetric", p.Field)
		}
	}
}

func TestScoreIsSymmetric(t *testing.T) {
	records := population(rand.New(rand.NewSource(3)), 400)
	s := newSet(t, records)
	for i := range s.Len() {
		for j := range i {
			x, y := s.Score(i, j), s.Score(j, i)
			addsUp(t, x)
			mirrored(t, x, y)
		}
	}
}

func FuzzScore(f *testing.F) {
	f.Add("Vasselin", "Montclar", "Claire", "1984-03-09", "0639980001", "c@example.org", "12 rue X", "VASELIN", "", "Claire E", "1984-09-03", "639980001", "c+1@example.org", "12 r X")
	f.Add("", "", "", "", "", "", "", "DE LA", "Le", "Abdel", "0000", "@", "@@", "appt 3")
	f.Fuzz(func(t *testing.T, n1, u1, f1, d1, p1, m1, a1, n2, u2, f2, d2, p2, m2, a2 string) {
		a := matching.Record{ID: "a", BirthName: n1, UsedName: u1, FirstNames: f1, BirthDate: d1, Phone: p1, Email: m1, Address: a1,
			PostalCode: p2, Commune: n2, BirthPlace: d1, BirthCountry: u2, Sex: f1, Identifier: p1, Number: d2}
		b := matching.Record{ID: "b", BirthName: n2, UsedName: u2, FirstNames: f2, BirthDate: d2, Phone: p2, Email: m2, Address: a2,
			PostalCode: p1, Commune: n1, BirthPlace: d2, BirthCountry: u1, Sex: f2, Identifier: p2, Number: d1}
		x := matching.Score(a, b)
		addsUp(t, x)
		mirrored(t, x, matching.Score(b, a))
		x.Explain(language.French)
		s, err := matching.New([]matching.Record{b, a})
		if err != nil {
			t.Fatal(err)
		}
		s.Demands(s.Clusters())
	})
}

// Why a pair goes to a person stands before the sentence, unless the sentence says it.
func TestExplainReview(t *testing.T) {
	c := matching.Score(claire(), changed("B", func(r *matching.Record) {
		*r = matching.Record{ID: "B", BirthName: "Vasselin-Dubreuil", FirstNames: "Manon", BirthDate: "1984-03-09"}
	}))
	for reason, want := range map[string]string{
		matching.VetoTwins:   c.Explain(language.French),
		matching.ReasonDoubt: "concordance insuffisante pour une fusion — " + c.Explain(language.French),
	} {
		if got := c.ExplainReview(reason, language.French); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", reason, got, want)
		}
	}
}

func TestExplain(t *testing.T) {
	tests := []struct {
		change func(*matching.Record)
		fr, en string
	}{
		{func(r *matching.Record) { r.FirstNames, r.Phone = "Clairre", "0639980009" },
			"même nom de naissance, prénoms très proches, même date de naissance, lieu de naissance identique, adresse identique, code postal ou commune identique, téléphone à un caractère près, courriel identique",
			"same birth name, very close first names, same birth date, birth place identical, address identical, postal code or town identical, telephone one character away, mail address identical"},
		{func(r *matching.Record) {
			*r = matching.Record{ID: "B", BirthName: "Vasselin-Dubreuil", FirstNames: "Manon", BirthDate: "1984-03-09"}
		},
			"même nom de naissance, même date de naissance\u202f; diffère\u00a0: prénoms différents\u202f; empêche une fusion automatique\u00a0: autre prénom à une même date ou presque\u00a0: jumeaux possibles",
			"same birth name, same birth date; differs: different first names; forbids an automatic merge: other first name, same or nearly same birth date: possible twins"},
		{func(r *matching.Record) { *r = matching.Record{ID: "B", Identifier: "1"} },
			"empêche une fusion automatique\u00a0: date de naissance manquante\u00a0: homonymes possibles",
			"forbids an automatic merge: birth date missing: possible namesakes"},
	}
	for _, tt := range tests {
		c := matching.Score(claire(), changed("B", tt.change))
		if got := c.Explain(language.French); got != tt.fr {
			t.Errorf("got  %s\nwant %s", got, tt.fr)
		}
		if got := c.Explain(language.BritishEnglish); got != tt.en {
			t.Errorf("got  %s\nwant %s", got, tt.en)
		}
		if c.Explain(language.Italian) != tt.fr {
			t.Error("a language without sentences does not fall back on French")
		}
	}
	if got := (matching.Comparison{}).Explain(language.French); got != "rien de commun à comparer" {
		t.Errorf("nothing: %s", got)
	}
}

// TestExplainHoldsNoValue compares many records and looks for their values in the sentences.
func TestExplainHoldsNoValue(t *testing.T) {
	s := newSet(t, population(rand.New(rand.NewSource(5)), 150))
	for p := range s.Pairs() {
		c := s.Score(p.I, p.J)
		for _, tag := range []language.Tag{language.French, language.English} {
			said := strings.ToUpper(c.Explain(tag))
			for _, f := range c.Fields {
				if f.Field != matching.FieldSex && (len(f.A) > 3 && strings.Contains(said, f.A) || len(f.B) > 3 && strings.Contains(said, f.B)) {
					t.Fatalf("the value of %v is in the sentence", f.Field)
				}
			}
		}
	}
}

// TestEveryCodeHasASentence walks all codes of reasons in both languages.
func TestEveryCodeHasASentence(t *testing.T) {
	codes := []string{
		matching.VetoIdentity, matching.VetoGeneration, matching.VetoTwins, matching.VetoNumbers, matching.VetoNoDate, matching.VetoRole,
		matching.VetoSameDemand, matching.ReasonDoubt, matching.ReasonDecided, matching.ReasonClusterNumbers, matching.ReasonClusterVeto, matching.ReasonClusterDemand,
		matching.ReasonClusterSize, matching.ReasonClusterWeak, matching.ReasonAssociation, matching.LinkApplicants,
		matching.LinkRolesSwapped, matching.LinkCrossRole,
	}
	for _, code := range codes {
		fr, en := matching.ReasonText(code, language.French), matching.ReasonText(code, language.English)
		if fr == code || en == code || fr == en {
			t.Errorf("code %s has no sentence", code)
		}
	}
	if matching.ReasonText("x", language.French) != "x" {
		t.Error("an unknown code is not given back")
	}
	for f := matching.FieldNumber; f <= matching.FieldEmail; f++ {
		for l := matching.LevelExact; l <= matching.LevelDifferent; l++ {
			c := matching.Comparison{Fields: []matching.FieldWeight{{Field: f, Level: l}}}
			if f != matching.FieldSex && strings.HasSuffix(c.Explain(language.French), " ") {
				t.Errorf("%v %v has no sentence", f, l)
			}
		}
	}
}
