package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
	"github.com/google/renameio/v2"
)

// FileCounter keeps the running counter of numbers in a file that survives a
// kill at any moment: a position is on disk before it is handed out, and the
// file is replaced whole. Several processes may share it: each waits for its turn.
type FileCounter struct {
	Path string
}

// counterState is the content of the file: the next position per territory.
type counterState struct {
	Version int              `json:"version"`
	Next    map[string]int64 `json:"next"`
}

// Reserve implements [numbering.Counter].
func (c *FileCounter) Reserve(ctx context.Context, territory string, n int) (int64, error) {
	lock := flock.New(c.Path + ".lock")
	if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
		return 0, fmt.Errorf("%s : verrou impossible (%w) ; vérifier que le dossier existe et qu'on peut y écrire", c.Path, err)
	}
	defer lock.Unlock()
	state, err := c.load()
	if err != nil {
		return 0, err
	}
	first := max(state.Next[territory], 1)
	state.Next[territory] = first + int64(n)
	data, err := json.Marshal(state)
	if err != nil {
		return 0, fmt.Errorf("%s : %w", c.Path, err)
	}
	if err := renameio.WriteFile(c.Path, append(data, '\n'), 0o644); err != nil {
		return 0, fmt.Errorf("%s : écriture impossible (%w) ; aucun numéro n'a été donné", c.Path, err)
	}
	if err := syncFolder(c.Path); err != nil {
		return 0, err
	}
	return first, nil
}

func (c *FileCounter) load() (counterState, error) {
	state := counterState{Version: 1, Next: map[string]int64{}}
	data, err := os.ReadFile(c.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return state, nil
	}
	if err != nil {
		return state, fmt.Errorf("%s : lecture impossible (%w)", c.Path, err)
	}
	if err := json.Unmarshal(data, &state); err != nil || state.Version != 1 || state.Next == nil {
		return state, fmt.Errorf("%s : ce n'est pas un fichier d'état de numéros ; en donner un autre, ou le restaurer d'une sauvegarde", c.Path)
	}
	return state, nil
}
