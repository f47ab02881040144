package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
)

// HashCost is what a password costs to try (argon2id). It is written with each
// password; a password kept under another cost is hashed again when its owner
// signs in.
type HashCost struct {
	MemoryKiB uint32
	Times     uint32
	Lanes     uint8
}

// orDefault gives the cost that OWASP gives as a minimum.
func (c HashCost) orDefault() HashCost {
	if c == (HashCost{}) {
		return HashCost{MemoryKiB: 19 << 10, Times: 2, Lanes: 1}
	}
	return c
}

// The ceilings keep a line of the store from asking for the whole machine.
const (
	maxMemoryKiB = 1 << 20
	maxTimes     = 64
	saltBytes    = 16
	hashBytes    = 32
)

// hasher hashes passwords, a few at a time: each one takes memory.
type hasher struct {
	cost  HashCost
	seats chan struct{}
	decoy hashed
	work  atomic.Int64 // passwords hashed
}

func newHasher(cost HashCost) *hasher {
	h := &hasher{cost: cost, seats: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
	h.decoy = hashed{cost: cost, salt: make([]byte, saltBytes), sum: make([]byte, hashBytes)}
	return h
}

// hashed is a password as it is kept.
type hashed struct {
	cost      HashCost
	salt, sum []byte
}

func (h *hasher) sum(ctx context.Context, password string, cost HashCost, salt []byte) ([]byte, error) {
	select {
	case h.seats <- struct{}{}:
		defer func() { <-h.seats }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	h.work.Add(1)
	return argon2.IDKey([]byte(password), salt, cost.Times, cost.MemoryKiB, cost.Lanes, hashBytes), nil
}

// hash gives what is kept of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails
	sum, err := h.sum(ctx, password, h.cost, salt)
	if err != nil {
		return "", err
	}
	return hashed{h.cost, salt, sum}.String(), nil
}

// matches compares a password with what is kept of it, and says whether it should
// be hashed again. Against nothing, as for a login that does not exist, the same
// work is done.
func (h *hasher) matches(ctx context.Context, password, kept string) (ok, again bool, err error) {
	known, parsed := parseHashed(kept)
	if !parsed {
		known = h.decoy
	}
	sum, err := h.sum(ctx, password, known.cost, known.salt)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(sum, known.sum) == 1
	return same && parsed, same && known.cost != h.cost, nil
}

// String writes a hash as the tools of argon2 do.
func (h hashed) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.MemoryKiB, h.cost.Times, h.cost.Lanes, b64.EncodeToString(h.salt), b64.EncodeToString(h.sum))
}

// parseHashed reads what String wrote, and nothing else.
func parseHashed(text string) (hashed, bool) {
	var h hashed
	var version int
	parts := strings.Split(text, "$")
	if len(parts) != 6 {
		return h, false
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &h.cost.MemoryKiB, &h.cost.Times, &h.cost.Lanes); err != nil || version != argon2.Version {
		return h, false
	}
	salt, bad := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	sum, worse := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	h.salt, h.sum = salt, sum
	c := h.cost
	switch {
	case bad != nil || worse != nil || len(salt) != saltBytes || len(sum) != hashBytes:
		return h, false
	case c.Times == 0 || c.Lanes == 0 || c.MemoryKiB < 8*uint32(c.Lanes) || c.MemoryKiB > maxMemoryKiB || c.Times > maxTimes:
		return h, false
	}
	return h, h.String() == text
}
