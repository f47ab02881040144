// Package browser opens pages in a real Chromium for tests: [Start] a [Visit] to the
// pages of a server, or [Open] a file on the
// width of a desk and of a telephone, and say what troubles it. Where no Chromium
// is installed the test is skipped with a sentence, or fails if
// FICHIER_REQUIRE_BROWSER=1.
package browser

import (
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
)

// Path finds the browser, or ends the test with a sentence.
func Path(t testing.TB) string {
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

// Widths are those pages are looked at: a desk and a telephone, in pixels.
var Widths = []int64{1280, 390}

const painted = `[...document.querySelectorAll(".image")].every(d => { const c = d.querySelector("canvas"); if (!c) { return false; }
	const p = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; return p.some(v => v !== 0); })`

// Open opens a page without the network, on each width, and gives what is wrong:
// errors of the page, requests, pictures that are not painted, a sideways scroll.
// With FICHIER_SCREENSHOTS=DIR it leaves there what was seen.
func Open(t testing.TB, html, name string) (troubles []string) {
	t.Helper()
	path := Path(t)
	file := filepath.Join(t.TempDir(), name+".html")
	if err := os.WriteFile(file, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	listen := func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			troubles = append(troubles, e.ExceptionDetails.Text+" "+e.ExceptionDetails.Exception.Description)
		case *log.EventEntryAdded:
			troubles = append(troubles, e.Entry.Text)
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, "file:") && !strings.HasPrefix(e.Request.URL, "data:") {
				troubles = append(troubles, "network: "+e.Request.URL)
			}
		}
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithListener(listen))
	defer stop()
	ctx, stop = context.WithTimeout(ctx, 90*time.Second)
	defer stop()
	for _, width := range Widths {
		found, err := look(ctx, file, name, width)
		if err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		troubles = append(troubles, found...)
		mu.Unlock()
	}
	mu.Lock()
	defer mu.Unlock()
	return troubles
}
