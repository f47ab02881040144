package server

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// filesKept is how long a file that holds persons stays in the folder of the server,
// once it was there to be taken. What is erased from the store is in older files too.
const filesKept = 62 * 24 * time.Hour

// personal are the files that hold persons and that nobody but their reader needs any
// more: exports for rental software, and mails that were written to a folder.
// Patterns of io/fs.
var personal = []string{exportsFolder + "/*/demandes-*.csv", exportsFolder + "/*/manifeste-*.json", mailFolder + "/*.eml"}

// clearFiles removes the files that were there long enough.
func (s *Server) clearFiles(context.Context) error {
	before := s.config.Now().Add(-filesKept)
	var failed []error
	for _, pattern := range personal {
		names, err := fs.Glob(os.DirFS(s.config.Data), pattern)
		failed = append(failed, err)
		for _, name := range names {
			name = filepath.Join(s.config.Data, filepath.FromSlash(name))
			info, err := os.Lstat(name)
			if err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) {
				err = os.Remove(name)
			}
			if !errors.Is(err, fs.ErrNotExist) { // another process did
				failed = append(failed, err)
			}
		}
	}
	return errors.Join(failed...)
}
