package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// lockRetry is how often a busy counter file is tried again.
const lockRetry = 5 * time.Millisecond

// digest gives the fingerprint and the size of a file.
func digest(name string) (string, int64, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", 0, fmt.Errorf("%s : ouverture impossible (%w)", name, err)
	}
	defer file.Close()
	hash := sha256.New()
	n, err := io.Copy(hash, file)
	if err != nil {
		return "", 0, fmt.Errorf("%s : lecture interrompue (%w)", name, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), n, nil
}

// syncFolder makes a rename in the folder of a file durable.
func syncFolder(name string) error {
	folder, err := os.Open(filepath.Dir(name))
	if err != nil {
		return fmt.Errorf("%s : dossier illisible (%w)", name, err)
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil {
		return fmt.Errorf("%s : le dossier n'a pas pu être fixé sur le disque (%w)", name, err)
	}
	return nil
}
