package seal_test

import (
	"bytes"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/seal"
)

var key = bytes.Repeat([]byte{7}, seal.KeySize)

func TestSeal(t *testing.T) {
	calls, err := seal.New(key, "calls")
	if err != nil {
		t.Fatal(err)
	}
	secret, whose := []byte("0123456789abcdef"), []byte("bailleur-a")
	box := calls.Seal(nil, nil, secret, whose)
	if bytes.Contains(box, secret) {
		t.Error("the secret is in the open")
	}
	if bytes.Equal(box, calls.Seal(nil, nil, secret, whose)) {
		t.Error("the same secret gives the same bytes: the nonce is not drawn")
	}
	if got, err := calls.Open(nil, nil, box, whose); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := calls.Open(nil, nil, box, []byte("bailleur-b")); err == nil {
		t.Error("opened for somebody else")
	}
	other, _ := seal.New(key, "factors")
	if _, err := other.Open(nil, nil, box, whose); err == nil {
		t.Error("opened for another use")
	}
	turned, _ := seal.New(bytes.Repeat([]byte{8}, seal.KeySize), "calls")
	if _, err := turned.Open(nil, nil, box, whose); err == nil {
		t.Error("opened with the key of another server")
	}
}

func TestKeyRefused(t *testing.T) {
	for _, n := range []int{0, 16, 31, 33} {
		if _, err := seal.New(make([]byte, n), "calls"); err == nil {
			t.Errorf("a key of %d bytes is taken", n)
		}
	}
}
