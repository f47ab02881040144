package report_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/report"
	"github.com/fichier-unique/rules/observatory"
)

func data(t testing.TB) report.Data {
	t.Helper()
	acc := observatory.NewAccumulator(demand.MustDate("2011-06-30"))
	for i := range 40 {
		d := observatory.Demand{Places: []string{"21231"}, Types: []demand.DwellingType{"T2"}, DepositedOn: demand.MustDate("2010-01-01"), Household: 2}
		if i%4 == 0 {
			d.Places = []string{"21166"}
		}
		acc.Add(d)
	}
	tables, hidden, err := observatory.Protect(acc.Tables(observatory.Commune, observatory.EPCI, observatory.Departement), observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return report.Data{
		Title: "Essai </script><script>alert(1)</script>", Charter: "Charte", AsOf: demand.MustDate("2011-06-30"), Threshold: 5,
		Files:   []report.File{{Name: "</script><img src=x onerror=alert(1)>.csv", Kind: "csv", Read: 45, Accepted: 42, Refused: 3}},
		Totals:  report.Totals{Read: 45, Accepted: 42, Refused: 3, Demands: 40, Merged: 2, ToReview: 1, NumbersIssued: 40},
		Reasons: []report.Reason{{Code: "DEM-MIN-03", Severity: "blocking", Sentence: "La date manque.", Source: "CCH R.441-2-2", Rows: 3}},
		Overlap: []report.Overlap{{Partners: 1, Demands: 40}}, Tables: tables, Hidden: len(hidden),
		Reviews: []report.Review{{A: "a, ligne 2", B: "b, ligne 3", Probability: "60 %", Reason: "prénoms proches"}},
		Outputs: []report.Output{{Name: "accepted.jsonl", About: "les lignes acceptées"}},
	}
}

func page(t testing.TB, d report.Data) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPage(t *testing.T) {
	html := page(t, data(t))
	if strings.Contains(html, "<img src=x") || strings.Contains(html, "<script>alert(1)") {
		t.Error("a file's name becomes code")
	}
	for _, want := range []string{"45 lignes lues = 42 acceptées + 3 refusées", "40 demandes distinctes", "<noscript>", `lang="fr"`} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	before, _, _ := strings.Cut(html, `<script type="application/json"`)
	for _, bad := range []string{`src="http`, `href="http`, "url(", "@import"} {
		if strings.Contains(before, bad) {
			t.Errorf("the page asks the network: %s", bad)
		}
	}
	if figures, tables := strings.Count(before, "<figure>"), strings.Count(before, "<table>"); figures != 6 || tables < figures {
		t.Errorf("%d pictures, %d tables", figures, tables)
	}
}

func TestAccountsMustHold(t *testing.T) {
	for name, spoil := range map[string]func(*report.Data){
		"file":    func(d *report.Data) { d.Files[0].Refused++ },
		"totals":  func(d *report.Data) { d.Totals.Read++ },
		"merged":  func(d *report.Data) { d.Totals.Merged++ },
		"overlap": func(d *report.Data) { d.Overlap[0].Demands++ },
	} {
		d := data(t)
		spoil(&d)
		if err := report.Write(&bytes.Buffer{}, d); err == nil {
			t.Errorf("%s: accounts that do not hold are written", name)
		}
	}
}

// chromium finds the browser, or ends the test with a sentence.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("FICHIER_REQUIRE_BROWSER") == "1" {
		t.Fatal("no Chromium, and FICHIER_REQUIRE_BROWSER=1 wants one: install the package chromium")
	}
	t.Skip("no Chromium on this machine: the page is not opened; install the package chromium to run this test")
	return ""
}

// The page opens in a real browser, without the network, on a desk and on a
// telephone: no error, pictures painted, no sideways scroll.
func TestInABrowser(t *testing.T) {
	path := chromium(t)
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(page(t, data(t))), 0o644); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	var mu sync.Mutex
	var troubles []string
	listen := func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			troubles = append(troubles, e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			troubles = append(troubles, e.Entry.Text)
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, "file:") && !strings.HasPrefix(e.Request.URL, "data:") {
				troubles = append(troubles, "network: "+e.Request.URL)
			}
		}
	}
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithListener(listen))
	defer stop()
	ctx, stop = context.WithTimeout(ctx, 90*time.Second)
	defer stop()
	for _, width := range []int64{1280, 390} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+file)); err != nil {
			t.Fatal(err)
		}
		painted, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`[...document.querySelectorAll(".image")].every(d => { const c = d.querySelector("canvas"); if (!c) { return false; }
			const p = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; return p.some(v => v !== 0); })`))
		if err != nil {
			t.Fatal(err)
		}
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > document.documentElement.clientWidth`))
		if err != nil {
			t.Fatal(err)
		}
		if !painted || wide {
			t.Errorf("%d pixels: pictures painted %v, sideways scroll %v", width, painted, wide)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(troubles) > 0 {
		t.Errorf("the browser complains: %q", troubles)
	}
}
