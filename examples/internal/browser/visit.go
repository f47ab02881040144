package browser

import (
	"context"
	_ "embed"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axe is axe-core 4.14.1 (MPL 2.0, npm axe-core), which looks for what keeps people
// from using a page.
//
//go:embed testdata/axe.js
var axe string

// Visit is a browser on the pages of a server: it follows links, fills in fields
// and presses buttons as a person does. What goes wrong on the way (errors of a
// page, what the policy of content stopped, requests elsewhere, a sideways scroll,
// a serious or critical fault of accessibility) is a failure of the test.
type Visit struct {
	t      testing.TB
	ctx    context.Context
	origin string
	mu     sync.Mutex
	wrong  []string
}

// Start opens a browser on a server, or skips the test: see Path.
func Start(t testing.TB, origin string) *Visit {
	t.Helper()
	v := &Visit{t: t, origin: origin}
	v.ctx = launch(t, 8*time.Minute, v.listen)
	// The browser lives as long as the context of the first action.
	if err := chromedp.Do(v.ctx, chromedp.EmulateViewport(Widths[1], 844)); err != nil {
		t.Fatal(err)
	}
	return v
}

func (v *Visit) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		v.say(e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelInfo || e.Entry.Level == log.EntryLevelVerbose {
			return // what the browser tells of its own doing, as clearing what a sign-out asks to clear
		}
		if !strings.Contains(e.Entry.Text, "the server responded with a status of 4") { // pages of refusal are pages
			v.say(e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, v.origin) && !strings.HasPrefix(e.Request.URL, "data:") {
			v.say("a request elsewhere: " + e.Request.URL)
		}
	}
}

func (v *Visit) say(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wrong = append(v.wrong, text)
}

func (v *Visit) do(actions ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, stop := context.WithTimeout(v.ctx, time.Minute)
	defer stop()
	if err := chromedp.Do(ctx, actions...); err != nil {
		v.t.Fatalf("%v, at %s", err, v.Where())
	}
}

// Where is the path of the page.
func (v *Visit) Where() string {
	return v.Read(`location.pathname`)
}

// At wants the page to be that of a path.
func (v *Visit) At(path string) {
	v.t.Helper()
	if got := v.Where(); got != path {
		v.t.Fatalf("the page is %s, want %s: %s", got, path, v.Text())
	}
}

// plain are the blanks and the apostrophes that a typewriter has.
var plain = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'")

// Text is what the page says, with plain blanks and apostrophes.
func (v *Visit) Text() string {
	v.t.Helper()
	return plain.Replace(v.Read(`document.querySelector("main").innerText`))
}

// Says wants texts on the page, whatever their blanks and their apostrophes.
func (v *Visit) Says(texts ...string) {
	v.t.Helper()
	seen := v.Text()
	for _, text := range texts {
		if !strings.Contains(seen, plain.Replace(text)) {
			v.t.Errorf("%s does not say %q:\n%.2500s", v.Where(), text, seen)
		}
	}
}

// Read evaluates an expression that gives a text.
func (v *Visit) Read(expression string) string {
	v.t.Helper()
	text, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		v.t.Fatal(err)
	}
	return text
}

// Go opens a page by its address.
func (v *Visit) Go(path string) {
	v.t.Helper()
	v.do(chromedp.Navigate(v.origin + path))
}

// Fill types a text into a field, by its identifier.
func (v *Visit) Fill(id, text string) {
	v.t.Helper()
	field := chromedp.CSS(`[id="` + id + `"]`)
	v.do(chromedp.Focus(field), chromedp.Evaluate[chromedp.Void](`document.activeElement.select()`), chromedp.SendKeys(field, text))
}

// Choose picks an entry of a list, by its value.
func (v *Visit) Choose(id, value string) {
	v.t.Helper()
	v.do(chromedp.SetValue(chromedp.CSS(`select[id="`+id+`"]`), value))
}

// Tick clicks a box or a round button, by its name and its value.
func (v *Visit) Tick(name, value string) {
	v.t.Helper()
	v.do(chromedp.Click(chromedp.CSS(`input[name="` + name + `"][value="` + value + `"]`)))
}

// Attach gives a file to a field.
func (v *Visit) Attach(selector, path string) {
	v.t.Helper()
	v.do(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{path}))
}

// Await waits for an element to be there.
func (v *Visit) Await(selector string) {
	v.t.Helper()
	v.do(chromedp.WaitVisible(chromedp.CSS(selector)))
}

// Press clicks on what leads to another page, and waits for it.
func (v *Visit) Press(selector string) {
	v.t.Helper()
	v.leave(chromedp.Click(chromedp.CSS(selector)))
}

// Type sends keys to whatever has the focus, as somebody without a mouse does.
func (v *Visit) Type(keys string) {
	v.t.Helper()
	v.do(chromedp.KeyEvent(keys))
}

// Enter sends a key that leads to another page, and waits for it.
func (v *Visit) Enter(keys string) {
	v.t.Helper()
	v.leave(chromedp.KeyEvent(keys))
}

func (v *Visit) leave(action chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, stop := context.WithTimeout(v.ctx, time.Minute)
	defer stop()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, action)); err != nil {
		v.t.Fatalf("%v, at %s", err, v.Where())
	}
}

const faults = `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations
	.filter(x => x.impact === "serious" || x.impact === "critical")
	.map(x => x.id + " (" + x.impact + "): " + x.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")).join("\n"))`

// Look looks at the page on the width of a desk and of a telephone: nothing may
// scroll sideways, and axe-core may find no serious nor critical fault.
func (v *Visit) Look(name string) {
	v.t.Helper()
	for _, width := range Widths {
		v.do(chromedp.EmulateViewport(width, 844))
		v.do(chromedp.Evaluate[chromedp.Void](axe))
		found, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](faults, chromedp.EvalAwaitPromise))
		if err != nil {
			v.t.Fatal(err)
		}
		if found != "" {
			v.t.Errorf("%s, %d pixels: %s", name, width, found)
		}
		v.still(name, width)
		if err := keep(v.ctx, name, width); err != nil {
			v.t.Fatal(err)
		}
	}
	v.do(chromedp.EmulateViewport(narrow, 844))
	v.still(name, narrow)
	v.do(chromedp.EmulateViewport(Widths[1], 844))
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, w := range v.wrong {
		v.t.Errorf("%s: %s", name, w)
	}
	v.wrong = nil
}

// narrow is the width at which a page must still be read without scrolling
// sideways: a desk's screen enlarged four times (WCAG 1.4.10).
const narrow = 320

// still says what makes a page scroll sideways.
func (v *Visit) still(name string, width int64) {
	v.t.Helper()
	if v.Read(`String(`+sideways+`)`) == "true" {
		v.t.Errorf("%s, %d pixels: the page scrolls sideways: %s", name, width, v.Read(`[...document.querySelectorAll("main *")]
			.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")`))
	}
}
