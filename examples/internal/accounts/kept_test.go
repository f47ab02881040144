package accounts_test

import (
	"context"
	"errors"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/accounts"
)

// What is wrong in an account is told apart from a store that does not answer.
func TestAccountThatCannotBe(t *testing.T) {
	w := newWorld(t)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for name, x := range map[string]struct {
		ctx     context.Context
		login   string
		refused bool
	}{
		"a blank in the login": {t.Context(), "guichet 8", true},
		"a store that fails":   {stopped, "guichet-8", false},
	} {
		err := w.a.Create(x.ctx, agent("A-0008", x.login))
		if err == nil || errors.Is(err, accounts.ErrAccount) != x.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}
