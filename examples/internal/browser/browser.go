package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

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

// launch starts a browser that tells what happens in it, until the test ends.
func launch(t testing.TB, limit time.Duration, listen func(event any)) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(Path(t)), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithListener(listen))
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, limit)
	t.Cleanup(stop)
	return ctx
}

// sideways tells whether a page is wider than the screen.
const sideways = `document.documentElement.scrollWidth > document.documentElement.clientWidth`

// keep leaves a picture of the page, where somebody wants to look at it.
func keep(ctx context.Context, name string, width int64) error {
	dir := os.Getenv("FICHIER_SCREENSHOTS")
	if dir == "" {
		return nil
	}
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), shot, 0o644)
}
