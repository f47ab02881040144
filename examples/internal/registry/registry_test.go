package registry_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
)

// bench is a registry with a clock of its own.
type bench struct {
	*registry.Registry
	t     testing.TB
	store store.Store
	mu    sync.Mutex
	at    time.Time
}

// chance is a source of bytes that is the same at each run.
type chance struct {
	mu sync.Mutex
	n  uint64
}

func (c *chance) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := 0; i < len(p); {
		c.n++
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, c.n))
		i += copy(p[i:], sum[:])
	}
	return len(p), nil
}

func open(t testing.TB, charterName, day string) *bench {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return openOn(t, s, charterName, day, "fichier")
}

func openOn(t testing.TB, s store.Store, charterName, day, origin string) *bench {
	t.Helper()
	c, ok := charter.Named(charterName)
	if !ok {
		t.Fatalf("no charter %s", charterName)
	}
	b := &bench{t: t, store: s}
	b.day(day)
	var err error
	b.Registry, err = registry.Open(t.Context(), registry.Settings{Store: s, Charter: c, Now: b.now, Random: &chance{n: uint64(len(origin)) << 32}, Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at = b.at.Add(time.Millisecond)
	return b.at
}

func (b *bench) day(day string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		b.t.Fatal(err)
	}
	b.at = at.Add(10 * time.Hour)
}

func (b *bench) do(a registry.Agent, cmd registry.Command) registry.Outcome {
	b.t.Helper()
	out, err := b.Do(context.Background(), a, cmd)
	if err != nil {
		b.t.Fatalf("%s: %v%s", cmd.Act, err, why(err))
	}
	return out
}

func why(err error) string {
	var refused *registry.RefusedError
	var invalid *registry.InvalidError
	var twins *registry.DuplicatesError
	switch {
	case errors.As(err, &refused):
		return fmt.Sprintf(": missing %v, spoken %v", refused.Decision.Missing(), refused.Decision.Spoken())
	case errors.As(err, &invalid):
		return fmt.Sprintf(": %v", invalid.Faults)
	case errors.As(err, &twins):
		return fmt.Sprintf(": %+v", twins.Candidates)
	}
	return ""
}

func (b *bench) show(a registry.Agent, key string) registry.View {
	b.t.Helper()
	v, err := b.Show(context.Background(), a, key)
	if err != nil {
		b.t.Fatalf("show: %v%s", err, why(err))
	}
	return v
}

// refused wants an act to be refused under a rule.
func (b *bench) refused(a registry.Agent, cmd registry.Command, rule string) *charter.Decision {
	b.t.Helper()
	_, err := b.Do(context.Background(), a, cmd)
	var refused *registry.RefusedError
	if !errors.As(err, &refused) {
		b.t.Fatalf("%s: %v, want a refusal by %s", cmd.Act, err, rule)
	}
	if refused.Decision.Rule != rule {
		b.t.Fatalf("%s: refused by %s, want %s", cmd.Act, refused.Decision.Rule, rule)
	}
	return &refused.Decision
}

func agent(desk, party string) registry.Agent {
	return registry.Agent{Code: "a-" + party, Actor: charter.Actor{Party: party, Desk: desk}, Purpose: access.Registering}
}

var (
	landlordA = agent("21001", "bailleur-a")
	landlordB = agent("21002", "bailleur-b")
	manager   = agent("", "gestionnaire")
	seen      = charter.Facts{Identity: demand.Yes}
)

var firstNames = []string{"Amandine", "Bertrand", "Clotilde", "Dimitri", "Eugénie", "Fabrice", "Ghislaine", "Hippolyte", "Isaure", "Jérémie"}
var names = []string{"Abadie", "Bellanger", "Castagnet", "Delmotte", "Escoffier", "Fontanel", "Garrigou", "Hautbois", "Imbert", "Jolivet", "Kerbrat", "Lacassagne"}
var streets = []string{"rue des Perrières", "avenue du Drapeau", "impasse Magenta", "boulevard de Strasbourg", "allée des Tilleuls", "chemin de la Rente", "place Wilson"}

// family is the form of a household, another one for each n.
func family(n int) *demand.Form {
	born, _ := demand.NewDate(1950+n*13%47, 1+n*5%12, 1+n*17%28)
	return &demand.Form{
		Applicant: demand.Person{Civility: demand.Civility1, UsedName: names[n%len(names)] + suffix(n), FirstNames: firstNames[n%len(firstNames)], BirthDate: born, Nationality: demand.Nationality1,
			FamilySituation: demand.FamilySituationC, MobilePhone: fmt.Sprintf("06%08d", 10000000+n*7919), Email: strings.ToLower(names[n%len(names)]) + fmt.Sprint(n*7919%9973) + "@exemple.fr",
			Address: demand.Address{Number: fmt.Sprint(1 + n%90), Street: streets[n%len(streets)], PostalCode: "21000", Commune: "21231"}},
		PersonsToHouse: 1,
		Wanted:         demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "21231"}}},
		Reasons:        []demand.Reason{{Code: demand.ReasonCode01}},
		Present:        demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP}},
	}
}

func suffix(n int) string {
	if n < len(names) {
		return ""
	}
	return names[(n/len(names))%len(names)]
}

// register files a household at a desk, its identity paper seen.
func (b *bench) register(a registry.Agent, n int) registry.Outcome {
	b.t.Helper()
	return b.do(a, registry.Command{Act: charter.Register, Form: family(n), Facts: seen})
}
