package acceptance_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
)

// town is a file under a charter, on a day that moves.
type town struct {
	*registry.Registry
	t  *testing.T
	at time.Time
}

// under opens a file under a shipped charter.
func under(t *testing.T, name, day, origin string) *town {
	t.Helper()
	c, ok := charter.Named(name)
	if !ok {
		t.Fatalf("the charter %s is not shipped", name)
	}
	return ruled(t, c, day, origin)
}

// demonstration opens a file under the charter of the server's demonstration: that
// of Côte-d'Or today, with entry online.
func demonstration(t *testing.T, day, origin string) *town {
	t.Helper()
	text, err := os.ReadFile("../server/demo/charter.json")
	if err != nil {
		t.Fatal(err)
	}
	c, faults := charter.Load(text)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	return ruled(t, c, day, origin)
}

func ruled(t *testing.T, c *charter.Charter, day, origin string) *town {
	t.Helper()
	w := &town{t: t}
	w.day(day)
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	clock := func() time.Time { w.at = w.at.Add(time.Millisecond); return w.at }
	if w.Registry, err = registry.Open(t.Context(), registry.Settings{Store: s, Charter: c, Now: clock, Random: rand.Reader, Origin: origin}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *town) day(day string) {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		w.t.Fatal(err)
	}
	w.at = at.Add(9 * time.Hour)
}

func agent(party, desk string) registry.Agent {
	return registry.Agent{Code: "agent-" + party, Actor: charter.Actor{Party: party, Desk: desk}, Purpose: access.Registering}
}

var (
	applicant = registry.Agent{Code: "applicant", Actor: charter.Actor{Kind: charter.Applicant}}
	seen      = charter.Facts{Identity: demand.Yes}
)

// household is a form; another household for each n.
func household(n int, communes ...string) *demand.Form {
	names := []string{"Abadie", "Bellanger", "Castagnet", "Delmotte", "Escoffier", "Fontanel", "Garrigou", "Hautbois"}
	first := []string{"Amandine", "Bertrand", "Clotilde", "Dimitri", "Eugénie"}
	born, _ := demand.NewDate(1950+n*13%47, 1+n*5%12, 1+n*17%28)
	f := &demand.Form{Applicant: demand.Person{Civility: demand.Civility1, UsedName: names[n%len(names)], FirstNames: first[n%len(first)], BirthDate: born, Nationality: demand.Nationality1,
		FamilySituation: demand.FamilySituationC, MobilePhone: fmt.Sprintf("06%08d", 10000000+n*7919), Email: fmt.Sprintf("%c%d@exemple.fr", 'a'+n%26, n*7919),
		Address: demand.Address{Number: fmt.Sprint(n + 1), Street: "rue des Perrières", PostalCode: "21000", Commune: "21231"}},
		PersonsToHouse: 1, Wanted: demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}},
		Reasons: []demand.Reason{{Code: demand.ReasonCode01}}, Present: demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP}}}
	for _, c := range communes {
		f.Wanted.Places = append(f.Wanted.Places, demand.WantedPlace{Commune: c})
	}
	return f
}

func (w *town) do(a registry.Agent, cmd registry.Command) registry.Outcome {
	w.t.Helper()
	out, err := w.Do(w.t.Context(), a, cmd)
	if err != nil {
		var refused *registry.RefusedError
		if errors.As(err, &refused) {
			w.t.Fatalf("%s: %v, missing %v, %v", cmd.Act, err, refused.Decision.Missing(), refused.Decision.Spoken())
		}
		w.t.Fatalf("%s: %v", cmd.Act, err)
	}
	return out
}

func (w *town) register(a registry.Agent, f *demand.Form) registry.Outcome {
	w.t.Helper()
	return w.do(a, registry.Command{Act: charter.Register, Form: f, Facts: seen})
}

// refused wants a refusal, under a rule when one is given.
func (w *town) refused(a registry.Agent, cmd registry.Command, rule string) *charter.Decision {
	w.t.Helper()
	_, err := w.Do(w.t.Context(), a, cmd)
	var refused *registry.RefusedError
	if !errors.As(err, &refused) || rule != "" && refused.Decision.Rule != rule {
		w.t.Fatalf("%s: %v, want a refusal by %s", cmd.Act, err, rule)
	}
	return &refused.Decision
}

func (w *town) show(a registry.Agent, key string) registry.View {
	w.t.Helper()
	v, err := w.Show(w.t.Context(), a, key)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// change gives a demand other values, as its applicant says at a desk.
func (w *town) change(a registry.Agent, key string, edit func(*demand.Form)) {
	w.t.Helper()
	v := w.show(a, key)
	form := v.Form
	edit(&form)
	w.do(a, registry.Command{Act: charter.Modify, Demand: key, Seen: v.Seq, Form: &form})
}

// send gives another file what it lacks.
func (w *town) send(to *town) registry.Received {
	w.t.Helper()
	events, _, err := w.Lacking(w.t.Context(), exchange.Known{}, 0, 100_000)
	if err != nil {
		w.t.Fatal(err)
	}
	got, err := to.Receive(w.t.Context(), agent("gestionnaire", ""), events)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

// journalOf is the whole journal of a file.
func (w *town) journalOf() journal.Journal {
	w.t.Helper()
	events, _, err := w.Lacking(w.t.Context(), exchange.Known{}, 0, 100_000)
	if err != nil {
		w.t.Fatal(err)
	}
	j, faults := journal.New(events...)
	if faults.Blocking() {
		w.t.Fatal(faults)
	}
	return j
}
