package sentence_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/internal/sentence"
)

var rows = []sentence.Row{
	{
		Code:    "TST-DAT-01",
		French:  "La date « {date} » n'existe pas (champ {field}).",
		English: "In field {field}, the date {date} does not exist.",
		Params:  []string{"date", "field"},
	},
	{Code: "TST-DAT-02", French: "L'effort dépasse 100 %.", English: "The effort is above 100%."},
	{
		Code:    "TST-AMT-01",
		French:  "Montant : {amount}, 50 %s %[1]s %d de {amount}",
		English: "Amount: ${amount}",
		Params:  []string{"amount"},
	},
	{
		Code:    "TST-LST-01",
		French:  "D'abord {first}, ensuite {second}, puis {third}.",
		English: "Only {second} matters.",
		Params:  []string{"first", "second", "third"},
	},
	{Code: "TST-LST-02", French: "Rien à dire.", English: "Nothing to say.", Params: []string{"first"}},
}

func book(t testing.TB) *sentence.Book {
	t.Helper()
	b, err := sentence.New(rows...)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return b
}

func from(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestRender(t *testing.T) {
	b := book(t)
	for _, tt := range []struct {
		name, tag, code string
		values          map[string]string
		want            string
	}{
		{"French", "fr", "TST-DAT-01", map[string]string{"date": "31/02/2020", "field": "naissance"}, "La date « 31/02/2020 » n'existe pas (champ naissance)."},
		{"English has its own order", "en", "TST-DAT-01", map[string]string{"date": "31/02/2020", "field": "birth"}, "In field birth, the date 31/02/2020 does not exist."},
		{"per cent sign, French", "fr", "TST-DAT-02", nil, "L'effort dépasse 100 %."},
		{"per cent sign, English", "en", "TST-DAT-02", nil, "The effort is above 100%."},
		{"verbs in a template are plain text", "fr", "TST-AMT-01", map[string]string{"amount": "12,50"}, "Montant : 12,50, 50 %s %[1]s %d de 12,50"},
		{"a dollar before a placeholder is plain text", "en", "TST-AMT-01", map[string]string{"amount": "12.50"}, "Amount: $12.50"},
		{"verbs and braces in a value are plain text", "fr", "TST-DAT-01", map[string]string{"date": "%d ${x} {date}", "field": "100%"}, "La date « %d ${x} {date} » n'existe pas (champ 100%)."},
		{"a language may leave a parameter out", "en", "TST-LST-01", map[string]string{"first": "a", "second": "b", "third": "c"}, "Only b matters."},
		{"a parameter in neither sentence", "fr", "TST-LST-02", map[string]string{"first": "a"}, "Rien à dire."},
		{"missing parameter", "fr", "TST-DAT-01", map[string]string{"field": "naissance"}, "La date « … » n'existe pas (champ naissance)."},
		{"unknown code", "fr", "TST-NON-99", nil, "TST-NON-99"},
		{"unknown code with a verb", "fr", "%d", nil, "%d"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := b.Render(language.MustParse(tt.tag), tt.code, from(tt.values))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if got, want := b.Render(language.French, "TST-AMT-01", nil), "Montant : …, 50 %s %[1]s %d de …"; got != want {
		t.Errorf("nil param: got %q, want %q", got, want)
	}
}

func TestRenderLanguage(t *testing.T) {
	b := book(t)
	const french, english = "L'effort dépasse 100 %.", "The effort is above 100%."
	for tag, want := range map[string]string{
		"fr": french, "fr-FR": french, "fr-CA": french, "fr-CH": french, "fr-Latn-BE": french, "fr-u-nu-latn": french,
		"en": english, "en-GB": english, "en-US": english, "en-IE": english, "en-AU": english, "en-Latn-IN": english, "en-001": english,
		"und": french, "de": french, "ar": french, "br": french, "cy": french, "gsw": french, "zh-Hant": french, "tr": french, "vi": french, "x-klingon": french,
	} {
		if got := b.Render(language.MustParse(tag), "TST-DAT-02", nil); got != want {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		rows []sentence.Row
		want string
	}{
		{"code twice", []sentence.Row{{Code: "A", French: "a", English: "a"}, {Code: "A", French: "b", English: "b"}}, `"A": the code is given twice`},
		{"blank code", []sentence.Row{{Code: " ", French: "a", English: "a"}}, "the code is blank"},
		{"blank French", []sentence.Row{{Code: "A", French: " ", English: "a"}}, `"A": fr sentence: it is blank`},
		{"blank English", []sentence.Row{{Code: "A", French: "a"}}, `"A": en sentence: it is blank`},
		{"undeclared", []sentence.Row{{Code: "A", French: "{x}", English: "{y}", Params: []string{"x"}}}, "en sentence: placeholder {y} is not a declared parameter"},
		{"empty placeholder", []sentence.Row{{Code: "A", French: "a {}", English: "a"}}, "placeholder {} is not"},
		{"parameter twice", []sentence.Row{{Code: "A", French: "{x}", English: "{x}", Params: []string{"x", "x"}}}, `parameter "x" is declared twice`},
		{"not closed", []sentence.Row{{Code: "A", French: "a {x", English: "a", Params: []string{"x"}}}, `the brace after "a " is not closed`},
		{"opened twice", []sentence.Row{{Code: "A", French: "a {x{x}", English: "a", Params: []string{"x"}}}, `the brace after "a " is not closed`},
		{"not opened", []sentence.Row{{Code: "A", French: "a} b", English: "a"}}, "a brace is closed that was not opened"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := sentence.New(tt.rows...)
			if err == nil || b != nil {
				t.Fatalf("got %v, %v; want no book and an error", b, err)
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "sentence: compile ") {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
}

func TestCodes(t *testing.T) {
	want := []string{"TST-AMT-01", "TST-DAT-01", "TST-DAT-02", "TST-LST-01", "TST-LST-02"}
	if diff := cmp.Diff(want, book(t).Codes()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var zero sentence.Book
	if len(zero.Codes()) != 0 || zero.Render(language.French, "A", nil) != "A" {
		t.Error("the zero Book should know no sentence and answer with the code")
	}
}

func TestNewKeepsItsOwnCopy(t *testing.T) {
	params := []string{"x"}
	b, err := sentence.New(sentence.Row{Code: "A", French: "{x}", English: "{x}", Params: params})
	if err != nil {
		t.Fatal(err)
	}
	params[0] = "y"
	if got := b.Render(language.French, "A", from(map[string]string{"x": "ici"})); got != "ici" {
		t.Errorf("got %q after the caller changed its slice, want %q", got, "ici")
	}
}

func TestRenderTogether(t *testing.T) {
	b := book(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				got := b.Render(language.English, "TST-AMT-01", func(string) string { return "1" })
				if got != "Amount: $1" {
					t.Errorf("got %q", got)
					return
				}
			}
		})
	}
	wg.Wait()
}

func FuzzNew(f *testing.F) {
	f.Add("a {x} b", "x", "v")
	f.Add("100 % {x}", "x", "%d")
	f.Add("${x}", "x", "}")
	f.Add("{", "", "")
	f.Fuzz(func(t *testing.T, template, name, value string) {
		b, err := sentence.New(sentence.Row{Code: "A", French: template + "{" + name + "}", English: "{" + name + "}", Params: []string{name}})
		if err != nil {
			return
		}
		want := value
		if value == "" {
			want = sentence.Ellipsis
		}
		want = strings.ReplaceAll(template+"{"+name+"}", "{"+name+"}", want)
		if got := b.Render(language.French, "A", func(string) string { return value }); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if !slices.Equal(b.Codes(), []string{"A"}) {
			t.Errorf("codes %v", b.Codes())
		}
	})
}

func BenchmarkRender(b *testing.B) {
	bk := book(b)
	b.ReportAllocs()
	for b.Loop() {
		bk.Render(language.French, "TST-DAT-01", func(string) string { return "31/02/2020" })
	}
}
