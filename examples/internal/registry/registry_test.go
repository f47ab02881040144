package registry_test

import (
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
)

func open(t testing.TB, charterName, day string) *registrytest.File {
	t.Helper()
	return openOn(t, nil, charterName, day, "")
}

// openOn opens a file on a store that others share.
func openOn(t testing.TB, s store.Store, charterName, day, origin string) *registrytest.File {
	t.Helper()
	return registrytest.Open(t, day, registrytest.Settings{Charter: charterName, Origin: origin, Store: s})
}

var (
	landlordA = agent("21001", "bailleur-a")
	landlordB = agent("21002", "bailleur-b")
	manager   = agent("", "gestionnaire")
	seen      = registrytest.Seen()
)

func agent(desk, party string) registry.Agent { return registrytest.Agent(party, desk) }

// family is the form of a household, another one for each n.
func family(n int) *demand.Form { return registrytest.Household(n) }
