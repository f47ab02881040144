package charter_test

import (
	"slices"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
)

// Who registers, and by what title (R.441-2-1, a to h): a landlord by duty, the
// others once the act that lets them is signed, the SIAO since 2015.
func TestRegistrars(t *testing.T) {
	for kind, title := range map[charter.PartyKind]string{
		charter.Landlord: "", charter.StateService: "designation", charter.Community: "deliberation", charter.EPCI: "deliberation",
		charter.ReservationHolder: "convention", charter.Mandatary: "mandate", charter.Manager: "mandate", charter.SIAO: "",
	} {
		c := *named(t, "exemple-cote-d-or")
		c.Profile = demand.Profile2015
		with := charter.Party{ID: "new", Kind: kind, Desks: []string{"21800"}, Title: charter.Title{Kind: title, SignedOn: day}}
		for signed, want := range map[demand.Date]string{{}: "CHA-PAR-04", day.AddDays(1): "CHA-PAR-04", day: "CHA-ENR-01"} {
			with.Title.SignedOn = signed
			if title == "" {
				with.Title, want = charter.Title{}, "CHA-ENR-01"
			}
			c.Parties = append(slices.Clone(named(t, "exemple-cote-d-or").Parties), with)
			if d := charter.Decide(&c, charter.Actor{Desk: "21800"}, charter.Register, dijon(), day); d.Rule != want {
				t.Errorf("%s, %q signed on %q: %s, want %s", kind, title, signed, d.Rule, want)
			}
		}
	}
}
