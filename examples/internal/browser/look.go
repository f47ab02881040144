package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
)

// look opens the file on one width and tells what is wrong on the page itself.
func look(ctx context.Context, file, name string, width int64) (troubles []string, err error) {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+file)); err != nil {
		return nil, err
	}
	drawn, err := chromedp.Run(ctx, chromedp.Evaluate[bool](painted))
	if err != nil {
		return nil, err
	}
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > document.documentElement.clientWidth`))
	if err != nil {
		return nil, err
	}
	if !drawn {
		troubles = append(troubles, fmt.Sprintf("%d pixels: a picture is not painted", width))
	}
	if wide {
		troubles = append(troubles, fmt.Sprintf("%d pixels: the page scrolls sideways", width))
	}
	if dir := os.Getenv("FICHIER_SCREENSHOTS"); dir != "" {
		shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err != nil {
			return troubles, err
		}
		return troubles, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), shot, 0o644)
	}
	return troubles, nil
}
