package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var ownStatic embed.FS

//go:embed templates/*.html
var ownTemplates embed.FS

// asset is a static file: its address bears the digest of its content, so that a
// browser may keep it for ever.
type asset struct {
	digest, kind string
	body         []byte
}

type assets struct{ files map[string]asset }

func ownAssets() (*assets, error) {
	sub, err := fs.Sub(ownStatic, "static")
	if err != nil {
		return nil, fmt.Errorf("web: read static files: %w", err)
	}
	a := &assets{files: map[string]asset{}}
	return a, a.add(sub)
}

// kinds are the static files that are served; others (licences) stay inside.
var kinds = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json"}

func (a *assets) add(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		kind, ok := kinds[path.Ext(name)]
		if !ok {
			return nil
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("web: read static file %s: %w", name, err)
		}
		sum := sha256.Sum256(body)
		a.files[name] = asset{digest: hex.EncodeToString(sum[:8]), kind: kind, body: body}
		return nil
	})
}

// Static adds the static files of a room (style sheets, scripts, drawings), under
// their paths in files.
func (rt *Router) Static(files fs.FS) error { return rt.assets.add(files) }

// StaticURL gives the address of a static file. It is an error in the program to
// name one that does not exist: the template fails.
func (rt *Router) StaticURL(name string) (string, error) {
	file, ok := rt.assets.files[name]
	if !ok {
		return "", fmt.Errorf("web: no static file %s; add it with Static", name)
	}
	return "/static/" + file.digest + "/" + name, nil
}

// serveAsset serves a static file at the address of its content; at the address
// of an older one it gives what there is now, and nothing keeps it.
func (rt *Router) serveAsset(w http.ResponseWriter, r *http.Request) {
	file, ok := rt.assets.files[strings.TrimPrefix(path.Clean("/"+r.PathValue("name")), "/")]
	if !ok {
		rt.Problem(w, r, &Error{Status: http.StatusNotFound})
		return
	}
	header := w.Header()
	header.Set("Content-Type", file.kind)
	if r.PathValue("digest") == file.digest {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	header.Set("ETag", `"`+file.digest+`"`)
	if r.Header.Get("If-None-Match") == `"`+file.digest+`"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(file.body) // the reader went away: nothing to mend
}
