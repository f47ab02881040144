package accounts

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

const (
	period        = 30 // seconds of a code
	secretBytes   = 20
	recoveryCodes = 10
	recoveryBytes = 15 // 120 bits, above the 112 from which a plain digest is enough (ASVS 6.5.2)
	// stepsKept is how many used codes are remembered: far more than are valid at once,
	// so that a clock that goes back gives no code a second life.
	stepsKept = 32
)

var b32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// sealed keeps a secret of an account so that the database alone does not give it.
func (a *Accounts) sealed(agent string, secret []byte) []byte {
	return a.seal.Seal(nil, nil, secret, []byte(agent))
}

// unsealed gives a secret back.
func (a *Accounts) unsealed(agent string, box []byte) ([]byte, error) {
	secret, err := a.seal.Open(nil, nil, box, []byte(agent))
	if err != nil {
		return nil, fmt.Errorf("accounts: the second factor cannot be read: the key of the server is not the one it was sealed with; put the key back, or reset the factor")
	}
	return secret, nil
}

// codes are digits that a person copies: blanks count for nothing.
func foldCode(code string) string { return strings.Join(strings.Fields(code), "") }

// step finds at which step of thirty seconds a code is right, around a moment: the
// current one, the one before and the one after.
func step(secret []byte, code string, now time.Time) (int64, bool) {
	text := b32.EncodeToString(secret)
	found, at := 0, int64(0)
	for skew := int64(-1); skew <= 1; skew++ {
		n := now.Unix()/period + skew
		right, err := hotp.GenerateCodeCustom(text, uint64(n), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 {
			found, at = 1, n
		}
	}
	return at, found == 1
}

// useCode takes a code of the authenticator, once.
func (a *Accounts) useCode(k *kept, code string) error {
	secret, err := a.unsealed(k.Agent, k.Secret)
	if err != nil {
		return err
	}
	n, ok := step(secret, foldCode(code), a.now())
	if !ok || slices.Contains(k.Steps, n) {
		return ErrRefused
	}
	k.Steps = append(k.Steps, n)
	k.Steps = k.Steps[max(0, len(k.Steps)-stepsKept):]
	return nil
}

// foldRecovery reads a recovery code as it is compared.
func foldRecovery(code string) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(strings.TrimSpace(code)))
}

// newRecovery gives the recovery codes of an account: what its owner writes down,
// and what is kept.
func newRecovery() (shown, keptAs []string) {
	for range recoveryCodes {
		var b [recoveryBytes]byte
		rand.Read(b[:]) // never fails
		text := b32.EncodeToString(b[:])
		keptAs = append(keptAs, digest(text))
		var groups []string
		for part := range slices.Chunk([]byte(text), 4) {
			groups = append(groups, string(part))
		}
		shown = append(shown, strings.Join(groups, "-"))
	}
	return shown, keptAs
}

// useRecovery takes a recovery code, once.
func useRecovery(k *kept, code string) error {
	want := digest(foldRecovery(code))
	at := -1
	for i, known := range k.Recovery {
		if subtle.ConstantTimeCompare([]byte(known), []byte(want)) == 1 {
			at = i
		}
	}
	if at < 0 {
		return ErrRefused
	}
	k.Recovery = slices.Delete(k.Recovery, at, at+1)
	return nil
}

// useFactor takes a code of the authenticator or a recovery code.
func (a *Accounts) useFactor(k *kept, code string) error {
	if len(k.Secret) == 0 {
		return ErrRefused
	}
	if len(foldRecovery(code)) > 10 {
		return useRecovery(k, code)
	}
	return a.useCode(k, code)
}

// authenticator gives what an authenticator needs to know, as a picture and as text.
func (a *Accounts) authenticator(login string, secret []byte) (*otp.Key, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: a.set.Organisation, AccountName: login, Secret: secret, Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return nil, fmt.Errorf("accounts: second factor: %w", err)
	}
	return key, nil
}
