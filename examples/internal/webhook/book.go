package webhook

import (
	"context"
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Book keeps where partners want to be called, their secrets sealed.
type Book struct {
	Store Store
	Seal  cipher.AEAD // of package seal: the database alone does not give the secrets
	Now   func() time.Time
}

// configured is a partner as its record holds it.
type configured struct {
	URL      string         `json:"url"`
	Secrets  [][]byte       `json:"secrets,omitempty"` // in the open: by a former version, see SealAll
	Sealed   [][]byte       `json:"sealed,omitempty"`
	Networks []netip.Prefix `json:"networks,omitempty"`
}

// ErrSealed says that the secrets of a partner do not open.
var ErrSealed = errors.New("webhook: the secrets of a partner cannot be read: the key of the server is not the one they were sealed with; " +
	"put the key back, or have the partner ask for another secret")

// Save keeps the configuration of a partner, once it is sound.
func (b *Book) Save(ctx context.Context, p Partner) error {
	if p.ID == "" {
		return errors.New("webhook: a partner has an identifier")
	}
	if err := p.Check(); err != nil {
		return err
	}
	if err := b.write(ctx, p, store.AnyVersion); err != nil {
		return fmt.Errorf("webhook: keep the configuration of a partner: %w", err)
	}
	return nil
}

func (b *Book) write(ctx context.Context, p Partner, version int64) error {
	c := configured{URL: p.URL, Networks: p.Networks}
	for _, secret := range p.Secrets {
		c.Sealed = append(c.Sealed, b.Seal.Seal(nil, nil, secret, []byte(p.ID)))
	}
	body, _ := json.Marshal(c) // plain data: cannot fail
	_, err := b.Store.Write(ctx, &store.Act{Records: []store.Record{{Kind: kindPartner, Key: p.ID, Version: version, Body: body}}, At: b.Now()})
	return err
}

// Forget removes a partner: what waits for it is given up.
func (b *Book) Forget(ctx context.Context, id string) error {
	if _, err := b.Store.Write(ctx, &store.Act{Remove: []store.Ref{{Kind: kindPartner, Key: id}}, At: b.Now()}); err != nil {
		return fmt.Errorf("webhook: forget a partner: %w", err)
	}
	return nil
}

// Find gives a partner that Save kept; ErrSealed when its secrets do not open.
func (b *Book) Find(ctx context.Context, id string) (Partner, bool, error) {
	rec, err := b.Store.Record(ctx, kindPartner, id, b.Now())
	if errors.Is(err, store.ErrNotFound) {
		return Partner{}, false, nil
	}
	if err != nil {
		return Partner{}, false, err
	}
	p, _, err := b.read(&rec)
	return p, err == nil, err
}

// read opens a record, and says whether its secrets are in the open.
func (b *Book) read(rec *store.Record) (p Partner, open bool, err error) {
	var c configured
	if err := json.Unmarshal(rec.Body, &c); err != nil {
		return Partner{}, false, errors.New("webhook: the configuration of a partner cannot be read; save it again")
	}
	p = Partner{ID: rec.Key, URL: c.URL, Secrets: c.Secrets, Networks: c.Networks}
	for _, box := range c.Sealed {
		secret, err := b.Seal.Open(nil, nil, box, []byte(p.ID))
		if err != nil {
			return Partner{}, false, ErrSealed
		}
		p.Secrets = append(p.Secrets, secret)
	}
	return p, len(c.Secrets) > 0, nil
}

// SealAll seals the secrets that a former version kept in the open, and says how
// many partners had some. It is called at each start, and may be at any time: what
// somebody changes meanwhile is sealed by whoever changes it.
func (b *Book) SealAll(ctx context.Context) (int, error) {
	var open []store.Record
	for rec, err := range b.Store.Records(ctx, kindPartner, "", b.Now()) {
		if err != nil {
			return 0, fmt.Errorf("webhook: list the partners: %w", err)
		}
		var c configured
		if json.Unmarshal(rec.Body, &c) == nil && len(c.Secrets) > 0 {
			open = append(open, rec)
		}
	}
	n := 0
	for i := range open {
		p, clear, err := b.read(&open[i])
		if err == nil && clear {
			err = b.write(ctx, p, open[i].Version)
		}
		var stale *store.StaleError
		switch {
		case errors.As(err, &stale), errors.Is(err, ErrSealed):
			continue
		case err != nil:
			return n, fmt.Errorf("webhook: seal the secrets of a partner: %w", err)
		}
		n++
	}
	return n, nil
}
