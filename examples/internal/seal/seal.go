package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
)

// KeySize is the size of the key of a server, in bytes.
const KeySize = 32

// Key draws from the key of the server the key of one use.
func Key(server []byte, use string) ([]byte, error) {
	if len(server) != KeySize {
		return nil, fmt.Errorf("seal: the key of the server has %d bytes, not %d; make one with a random generator and keep it apart from the database", len(server), KeySize)
	}
	key, err := hkdf.Key(sha256.New, server, nil, use, KeySize)
	if err != nil {
		return nil, fmt.Errorf("seal: derive a key: %w", err)
	}
	return key, nil
}

// New gives AES-256-GCM under the key of one use. Nonces are drawn at random and go
// with what is sealed: Seal and Open take none.
func New(server []byte, use string) (cipher.AEAD, error) {
	key, err := Key(server, use)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	out, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return out, nil
}
