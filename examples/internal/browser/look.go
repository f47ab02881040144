package browser

import (
	"context"
	"fmt"
	"os"
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

const painted = `[...document.querySelectorAll(".image")].every(d => { const c = d.querySelector("canvas"); if (!c) { return false; }
	const p = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; return p.some(v => v !== 0); })`

// Open opens a page without the network, on each width, and gives what is wrong:
// errors of the page, requests, pictures that are not painted, a sideways scroll.
func Open(t testing.TB, html, name string) (troubles []string) {
	t.Helper()
	Path(t)
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
	ctx := launch(t, 90*time.Second, listen)
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

// look opens the file on one width and tells what is wrong on the page itself.
func look(ctx context.Context, file, name string, width int64) (troubles []string, err error) {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+file)); err != nil {
		return nil, err
	}
	drawn, err := chromedp.Run(ctx, chromedp.Evaluate[bool](painted))
	if err != nil {
		return nil, err
	}
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[bool](sideways))
	if err != nil {
		return nil, err
	}
	if !drawn {
		troubles = append(troubles, fmt.Sprintf("%d pixels: a picture is not painted", width))
	}
	if wide {
		troubles = append(troubles, fmt.Sprintf("%d pixels: the page scrolls sideways", width))
	}
	return troubles, keep(ctx, name, width)
}
