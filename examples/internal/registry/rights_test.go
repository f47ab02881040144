package registry_test

import (
	"errors"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
)

// An agent does what its account allows, and nothing else; one whose rights are nil
// has no account and is not limited.
func TestRights(t *testing.T) {
	b := open(t, "exemple-cote-d-or", "2013-06-10")
	out := b.Register(landlordA, family(1))
	ctx := t.Context()
	form := b.See(landlordA, out.Demand).Form
	acts := []struct {
		name  string
		right access.Act
		do    func(a registry.Agent) error
	}{
		{"show", access.Consult, func(a registry.Agent) error { _, err := b.Show(ctx, a, out.Demand); return err }},
		{"glance", access.Consult, func(a registry.Agent) error { _, err := b.Glance(ctx, a, []string{out.Demand}); return err }},
		{"search", access.Search, func(a registry.Agent) error { _, err := b.Search(ctx, a, &form); return err }},
		{"feed", access.Export, func(a registry.Agent) error { _, _, err := b.Feed(ctx, a, 0, 10); return err }},
		{"receive", access.Modify, func(a registry.Agent) error { _, err := b.Receive(ctx, a, nil); return err }},
		{"export", access.Export, func(a registry.Agent) error { return b.Log(ctx, a, access.Export, "", 1) }},
		{"hold", access.Manage, func(a registry.Agent) error {
			return b.Hold(ctx, a, out.Demand, retention.Litigation, demand.Date{})
		}},
		{"lift", access.Manage, func(a registry.Agent) error { return b.Lift(ctx, a, journal.ID{Origin: "x", Counter: 1}) }},
		{"purge", access.Manage, func(a registry.Agent) error { _, _, err := b.Purge(ctx, a); return err }},
		{"activate", access.Manage, func(a registry.Agent) error { _, err := b.Activate(ctx, a, []byte("{}")); return err }},
		{"accounts", access.Manage, func(a registry.Agent) error { return b.Log(ctx, a, access.Manage, "", 0) }},
		{"paper", access.Download, func(a registry.Agent) error { _, err := b.Paper(ctx, a, out.Demand, "p"); return err }},
		{"judge", access.Modify, func(a registry.Agent) error { return b.Judge(ctx, a, out.Demand, "p", true) }},
		{"apart", access.Modify, func(a registry.Agent) error { return b.Apart(ctx, a, out.Demand, "x") }},
		{"letter", access.Modify, func(a registry.Agent) error {
			_, err := b.Do(ctx, a, registry.Command{Act: registry.Letter, Demand: out.Demand, Letter: &journal.Dispatch{Subject: journal.RenewalNotice, Ref: "r" + a.Code, Channel: journal.Post, Sent: demand.MustDate("2013-06-10")}})
			return err
		}},
		{"renew", access.Renew, func(a registry.Agent) error {
			_, err := b.Do(ctx, a, registry.Command{Act: charter.Renew, Demand: out.Demand, Seen: 1, Form: &form})
			return err
		}},
		{"register", access.Register, func(a registry.Agent) error {
			_, err := b.Do(ctx, a, registry.Command{Act: charter.Register, Form: &form})
			return err
		}},
		{"strike off", access.StrikeOff, func(a registry.Agent) error {
			_, err := b.Do(ctx, a, registry.Command{Act: charter.StrikeOff, Demand: out.Demand, Motive: demand.StrikeOffMotiveRADABA})
			return err
		}},
	}
	for _, act := range acts {
		var lacks *registry.RightError
		without := landlordA
		without.Rights = []access.Act{}
		if err := act.do(without); !errors.As(err, &lacks) || lacks.Right != act.right && act.name != "glance" {
			t.Errorf("%s without a right: %v", act.name, err)
		}
		with := landlordA
		with.Rights = []access.Act{act.right}
		if err := act.do(with); errors.As(err, &lacks) {
			t.Errorf("%s with the right %s: %v", act.name, act.right, err)
		}
	}
}
