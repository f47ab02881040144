package server

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/accounts"
)

// The rights of an account go with its agent: an account without any is limited, and
// not taken for one without account.
func TestAgentHasTheRightsOfItsAccount(t *testing.T) {
	for _, kind := range []accounts.Kind{accounts.Agent, accounts.Manager} {
		if got := agentOf(accounts.Identity{Kind: kind}).Rights; got == nil || len(got) != 0 {
			t.Errorf("%v without rights: %v", kind, got)
		}
		want := []access.Act{access.Consult}
		if diff := cmp.Diff(want, agentOf(accounts.Identity{Kind: kind, Rights: want}).Rights); diff != "" {
			t.Error(diff)
		}
	}
	if got := agentOf(accounts.Identity{Kind: accounts.Partner, Agent: "P-0001", Token: "T-1"}); got.Rights == nil || len(got.Rights) != 0 || got.Code != "P-0001" {
		t.Errorf("a program whose account has no right: %+v", got)
	}
	if got := agentOf(accounts.Identity{Kind: accounts.Partner, Token: "T-1"}); got.Rights != nil || got.Code != "T-1" {
		t.Errorf("a program without account: %+v", got)
	}
	if got := agentOf(accounts.Identity{Kind: accounts.Applicant}).Rights; got != nil {
		t.Errorf("an applicant has no account: %v", got)
	}
}
