package server

import (
	"bytes"
	"crypto/sha1" // the lists are published so
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// breached tells the passwords of a published list: a text whose lines begin with
// the SHA-1 of a password in hexadecimal, sorted, as the list of Have I Been Pwned is
// downloaded. The file may be of many gigabytes: it is searched where it is, and no
// password goes anywhere.
type breached struct {
	file *os.File
	size int64
}

// openBreached opens a list, and makes sure that it is one.
func openBreached(name string) (*breached, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("-breached : %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("-breached : %w", err)
	}
	b := &breached{f, info.Size()}
	if _, next, err := b.line(0); err != nil || next == 0 {
		_ = f.Close() // the other error tells
		return nil, fmt.Errorf("-breached : %s n'est pas une liste de SHA-1 en hexadécimal, triée, une par ligne", name)
	}
	return b, nil
}

const hashDigits = 2 * sha1.Size

// line gives the hash of the first line that begins at an offset or after it, and
// where the next one begins; 0 when there is none.
func (b *breached) line(at int64) (hash []byte, next int64, err error) {
	skip := at > 0
	if skip {
		at-- // the line may begin just there
	}
	text := make([]byte, 256)
	n, err := b.file.ReadAt(text, at)
	if err != nil && err != io.EOF {
		return nil, 0, err
	}
	text = text[:n]
	if skip {
		_, rest, found := bytes.Cut(text, []byte("\n"))
		if !found {
			return nil, 0, nil
		}
		at += int64(len(text) - len(rest))
		text = rest
	}
	if len(text) == 0 {
		return nil, 0, nil
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	hash, _, _ = bytes.Cut(bytes.TrimRight(line, "\r"), []byte(":"))
	if _, err := hex.Decode(make([]byte, sha1.Size), hash[:min(len(hash), hashDigits)]); err != nil || len(hash) != hashDigits {
		return nil, 0, fmt.Errorf("the list has a line that is no hash")
	}
	return bytes.ToUpper(hash), at + int64(len(line)) + 1, nil
}

// has reports whether a password is in the list. A list that cannot be read any
// more stops nobody from choosing a password.
func (b *breached) has(password string) bool {
	sum := sha1.Sum([]byte(password))
	wanted := bytes.ToUpper([]byte(hex.EncodeToString(sum[:])))
	low, high := int64(0), b.size
	for low < high {
		middle := low + (high-low)/2
		hash, next, err := b.line(middle)
		if err != nil {
			return false
		}
		switch order := bytes.Compare(hash, wanted); {
		case next == 0, order > 0:
			high = middle
		case order == 0:
			return true
		default:
			low = next
		}
	}
	return false
}
