package accounts

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand"
)

func TestLocalPath(t *testing.T) {
	for text, want := range map[string]string{
		"/": "/", "/demandes/d1?x=%20": "/demandes/d1?x=%20", "": "", "x": "", "//evil.example": "", "/\\evil.example": "", "https://evil.example/": "",
		"/x\r\nSet-Cookie: a": "", "/ //evil": "", "\t/x": "", "/%zz": "", "/" + strings.Repeat("x", 600): "",
	} {
		if got := localPath(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzLocalPath: whatever is given, a browser that follows it stays on this server.
func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/a?b#c", "//e", "/\\e", "/;//e", "/a/../..//e", "/%2f%2fe", "/@e", "/:80"} {
		f.Add(seed)
	}
	here, _ := url.Parse("https://fichier.example/connexion")
	f.Fuzz(func(t *testing.T, text string) {
		got := localPath(text)
		if got == "" {
			return
		}
		to, err := here.Parse(got)
		if err != nil || to.Host != here.Host || to.Scheme != here.Scheme || to.User != nil || got != text {
			t.Errorf("%q leads to %v, %v", text, to, err)
		}
		// Browsers read a back stroke as a stroke and let go of tabs and ends of lines.
		if strings.ContainsAny(got, "\\\t\r\n") || strings.HasPrefix(got, "//") {
			t.Errorf("%q is read otherwise by browsers", got)
		}
	})
}

func TestParseBirth(t *testing.T) {
	for text, want := range map[string]string{
		"1987-05-12": "1987-05-12", "12/05/1987": "1987-05-12", " 1/2/2003 ": "2003-02-01", "12 05 1987": "1987-05-12", "12.05.1987": "1987-05-12", "29/02/2004": "2004-02-29", "12 mai 1987": "1987-05-12", "1er août 1987": "1987-08-01", "12051987": "1987-05-12",
		"29/02/2003": "", "12/05/87": "", "05/1987": "", "": "", "12/13/1987": "", "a/b/1987": "", "+1/05/1987": "",
	} {
		if got, ok := parseBirth(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %t", text, got, ok)
		}
	}
}

// FuzzParseBirth: what is read is a date, written as dates are.
func FuzzParseBirth(f *testing.F) {
	f.Add("12/05/1987")
	f.Add("1987-05-12")
	f.Add("１2/05/1987")
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseBirth(text)
		if !ok {
			return
		}
		if d, err := demand.ParseDate(got); err != nil || d.String() != got {
			t.Errorf("%q: %q", text, got)
		}
		if again, ok := parseBirth(got); !ok || again != got {
			t.Errorf("%q: %q, then %q", text, got, again)
		}
	})
}

// FuzzParseNumber: what is read is a number, and is read again as the same one.
func FuzzParseNumber(f *testing.F) {
	f.Add("021 0403 1000 0121 001")
	f.Add("021040310000121001\x00")
	f.Fuzz(func(t *testing.T, text string) {
		if got, ok := parseNumber(text); ok {
			if again, ok := parseNumber(got); !ok || again != got || len(got) != 18 {
				t.Errorf("%q: %q, then %q", text, got, again)
			}
		}
	})
}

func TestDelay(t *testing.T) {
	r := rule{"x", 3, time.Second, 10 * time.Second, time.Minute}
	for n, want := range map[int]time.Duration{0: 0, 2: 0, 3: time.Second, 4: 2 * time.Second, 6: 8 * time.Second, 7: 10 * time.Second, 1 << 30: 10 * time.Second} {
		if got := r.delay(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestForgive(t *testing.T) {
	r := rule{"x", 3, time.Second, 10 * time.Second, time.Minute}
	begin := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		n     int
		after time.Duration
		want  int
		from  time.Duration
	}{
		{5, 59 * time.Second, 5, 0}, {5, time.Minute, 4, time.Minute}, {5, 150 * time.Second, 3, 2 * time.Minute},
		{5, time.Hour, 0, time.Hour}, {0, time.Second, 0, time.Second}, {5, -time.Hour, 5, -time.Hour}, {5, 290 * 365 * 24 * time.Hour, 0, 290 * 365 * 24 * time.Hour},
	} {
		got := count{N: c.n, From: begin}
		if got.forgive(r, begin.Add(c.after)); got.N != c.want || !got.From.Equal(begin.Add(c.from)) {
			t.Errorf("%d after %s: %+v", c.n, c.after, got)
		}
	}
}

func TestFrenchWords(t *testing.T) {
	for d, want := range map[time.Duration]string{500 * time.Millisecond: "1 seconde", 59 * time.Second: "59 secondes", 10 * time.Minute: "10 minutes", 601 * time.Second: "11 minutes", 5 * time.Hour: "5 heures"} {
		if got := frenchWait(d); got != want {
			t.Errorf("%s: %q", d, got)
		}
	}
	p := &Pages{a: &Accounts{set: Settings{Zone: time.UTC}}}
	if got := p.moment(time.Date(2026, 8, 1, 7, 5, 0, 0, time.UTC)); got != "1er août 2026 à 7\u00a0h\u00a005" {
		t.Errorf("%q", got)
	}
	for w := range weaknesses {
		if s := weaknesses[w]; s == "" || strings.Contains(s, " :") {
			t.Errorf("%s: %q", w, s)
		}
	}
}

func TestBrowser(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0": "Edge, Windows",
		"Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0":                                                "Firefox, Linux",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1":                 "Safari, iPhone",
		"": "Navigateur inconnu", "<script>": "Navigateur inconnu",
	} {
		if got := browser(agent); got != want {
			t.Errorf("%q: %q", agent, got)
		}
	}
}
