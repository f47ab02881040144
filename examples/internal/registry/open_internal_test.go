package registry

import (
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand/journal"
)

// Whoever lost a race is told no more than the history of the demand tells: nothing
// of a class of data that is hidden, and not what a clerk typed when the history is.
func TestOpenOf(t *testing.T) {
	var nothing charter.Sight
	for _, kind := range []journal.Kind{journal.Treat, journal.Letter, journal.Label, journal.Unlabel, journal.Quota} {
		if got := openOf(&nothing, &journal.Event{Kind: kind}); got != nil {
			t.Errorf("%s is told to who sees nothing: %+v", kind, got)
		}
	}
	e := journal.Event{Kind: journal.Restore, Reason: "erreur de saisie"}
	if got := openOf(&nothing, &e); got == nil || got.Kind != journal.Restore || got.Reason != "" {
		t.Errorf("%+v", got)
	}
	if e.Reason == "" {
		t.Error("the event itself was changed")
	}
}
