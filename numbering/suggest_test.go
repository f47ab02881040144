package numbering_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

func suggested(s string) []string {
	var out []string
	for _, x := range numbering.Suggest(s) {
		line := x.Number.String()
		for _, c := range x.Changes {
			line += fmt.Sprintf(" %d/%d:%s>%s", c.Position, c.Typed, c.From, c.To)
		}
		out = append(out, line)
	}
	return out
}

func TestSuggest(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"nothing to change", "021101000012321001", nil},
		{"nothing to change, as typed", "021 1010 000123 gdpub", nil},
		{"O for 0", "0211010O0012321001", []string{"021101000012321001 8/8:O>0"}},
		{"o, l and blanks", "021 l0lo 000l23 21001", []string{"021101000012321001 4/5:l>1 6/7:l>1 7/8:o>0 11/13:l>1"}},
		{"S, B, Z, G", "0211010S0B1Z321001", []string{
			"021101050812321001 8/8:S>5 10/10:B>8 12/12:Z>2", "021101050312321001 8/8:S>5 10/10:B>3 12/12:Z>2",
			"021101050817321001 8/8:S>5 10/10:B>8 12/12:Z>7", "021101050317321001 8/8:S>5 10/10:B>3 12/12:Z>7"}},
		{"territory that parses but is unknown", "O21101000012321001", []string{"021101000012321001 1/1:O>0"}},
		{"Île-de-France", "1I1031801698ZG1104", []string{"1110318016982G1104 2/2:I>1 13/13:Z>2", "1110318016987G1104 2/2:I>1 13/13:Z>7"}},
		{"month out of range", "021311000012321001", nil},
		{"month read 71 for 11", "021711000012321001", []string{"021111000012321001 4/4:7>1"}},
		{"French keyboard", "àé&&à&àààà&é\"é&àà&", []string{
			"021101000012321001 1/1:à>0 2/2:é>2 3/3:&>1 4/4:&>1 5/5:à>0 6/6:&>1 7/7:à>0 8/8:à>0 9/9:à>0 10/10:à>0 11/11:&>1 12/12:é>2 13/13:\">3 14/14:é>2 15/15:&>1 16/16:à>0 17/17:à>0 18/18:&>1"}},
		{"desk changes only what cannot stand", "021101000012321O0|", []string{
			"021101000012321O01 18/18:|>1"}},
		{"capital under an accent", "059122300421721ÉÀ0", []string{"059122300421721EA0 16/16:É>E 17/17:À>A", "0591223004217212A0 16/16:É>2 17/17:À>A",
			"059122300421721E00 16/16:É>E 17/17:À>0", "059122300421721200 16/16:É>2 17/17:À>0"}},
		{"one character too few", "02110100O012321001"[:17], nil},
		{"a character like no other", "021101000W12321001", nil},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, suggested(tt.in)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestSuggestIsBounded(t *testing.T) {
	for _, s := range []string{strings.Repeat("Z", 18), strings.Repeat("é", 18), strings.Repeat("O", 18), "O21" + "1O10" + "ZZZZZZ" + "ééééé"} {
		got := numbering.Suggest(s)
		checkSuggestions(t, got)
	}
	if got := numbering.Suggest("0211010ZZZZZZ21001"); len(got) != numbering.MaxSuggestions || got[0].Number.String() != "021101022222221001" {
		t.Errorf("%d suggestions, first %v", len(got), got[0].Number)
	}
	if got := numbering.Suggest(strings.Repeat("O", 1<<20)); got != nil {
		t.Error("a long text has suggestions")
	}
}

func checkSuggestions(t *testing.T, got []numbering.Suggestion) {
	t.Helper()
	if len(got) > numbering.MaxSuggestions {
		t.Fatalf("%d suggestions", len(got))
	}
	for i, x := range got {
		if _, err := numbering.ParseStrict(x.Number.String()); err != nil {
			t.Fatalf("a suggestion is no number: %v", err)
		}
		if _, ok := numbering.LookupTerritory(x.Number.Territory()); !ok {
			t.Fatal("a suggestion has an unknown territory")
		}
		if len(x.Changes) == 0 || i > 0 && len(x.Changes) < len(got[i-1].Changes) {
			t.Fatalf("changes not in order: %v", got)
		}
		for j := range i {
			if got[j].Number == x.Number {
				t.Fatal("a suggestion twice")
			}
		}
	}
}

func FuzzSuggest(f *testing.F) {
	for _, s := range []string{"O21I0IOOOOI2321001", "1I1O3I8016982G11O4", "àé&&à&àààà&é\"é&àà&", "ZZZZZZZZZZZZZZZZZZ", "\xff21101000012321001", "ÿ21101000012321001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := numbering.Suggest(s)
		checkSuggestions(t, got)
		if n, err := numbering.Parse(s); err == nil && got != nil {
			if _, known := numbering.LookupTerritory(n.Territory()); known {
				t.Fatal("a good number has suggestions")
			}
		}
	})
}
