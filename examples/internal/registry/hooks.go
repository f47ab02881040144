package registry

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// hookKind is the kind of the records of the partners that asked to be called.
const hookKind = "webhook"

// Hook is a partner that asked to be called when a demand it may see changes.
type Hook struct {
	Party  string `json:"party"`
	Agent  Agent  `json:"agent"` // whose rights are those of the partner's programs
	URL    string `json:"url"`
	Secret []byte `json:"secret"`
	Former []byte `json:"former,omitempty"` // still signs, until the next change
}

// secretSize is the length of the secret of a hook.
const secretSize = 32

// SetHook makes a partner be called at an address, and gives the new secret: the
// former one signs too until the next change, so that the other side can turn.
func (r *Registry) SetHook(ctx context.Context, agent Agent, url string) ([]byte, error) {
	secret := make([]byte, secretSize)
	if _, err := io.ReadFull(r.random, secret); err != nil {
		return nil, err
	}
	h := Hook{Party: agent.Actor.Party, Agent: agent, URL: url, Secret: secret}
	rec, err := r.store.Record(ctx, hookKind, h.Party, r.now())
	switch {
	case err == nil:
		var before Hook
		if err := json.Unmarshal(rec.Body, &before); err != nil {
			return nil, err
		}
		h.Former = before.Secret
	case errors.Is(err, store.ErrNotFound):
		rec = store.Record{Kind: hookKind, Key: h.Party}
	default:
		return nil, err
	}
	if rec.Body, err = json.Marshal(h); err != nil {
		return nil, err
	}
	_, err = r.store.Write(ctx, &store.Act{Records: []store.Record{rec}, Access: r.accessLines(&agent, access.Manage, "", "", 0), At: r.now()})
	return secret, err
}

// RemoveHook ends the calls to a partner.
func (r *Registry) RemoveHook(ctx context.Context, agent Agent) error {
	_, err := r.store.Write(ctx, &store.Act{Remove: []store.Ref{{Kind: hookKind, Key: agent.Actor.Party}}, Access: r.accessLines(&agent, access.Manage, "", "", 0), At: r.now()})
	return err
}

// Hooks lists the partners that asked to be called.
func (r *Registry) Hooks(ctx context.Context) ([]Hook, error) {
	var out []Hook
	for rec, err := range r.store.Records(ctx, hookKind, "", r.now()) {
		if err != nil {
			return nil, err
		}
		var h Hook
		if err := json.Unmarshal(rec.Body, &h); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// Opens reports whether the charter opens anything of a demand to an agent; a
// demand that was erased is told to whoever asks.
func (r *Registry) Opens(ctx context.Context, agent Agent, key string) (bool, error) {
	row, err := r.store.Row(ctx, key)
	if err != nil {
		return false, err
	}
	if row.Status == "deleted" {
		return true, nil
	}
	v, err := r.look(ctx, &agent, key)
	var refused *RefusedError
	if errors.As(err, &refused) {
		return false, nil
	}
	return err == nil && v.Sight.May(charter.FieldNumber), err
}
