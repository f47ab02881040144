package euro_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/internal/euro"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]bool{
		"0": true, "-1": true, "1234.56": true, "999999999999.999999": true,
		"": false, "1e3": false, "1e999999999": false, "01": false, "1.": false, ".5": false, "+1": false, "1 000": false, "1234567890123": false, "0.1234567": false, "-": false,
	} {
		d, ok := euro.Parse(text)
		if ok != want || ok && (d.String() == "" || !euro.Sound(d)) {
			t.Errorf("%q: %v %v", text, d, ok)
		}
	}
}

func TestSound(t *testing.T) {
	for text, want := range map[string]bool{"1e12": false, "1e11": true, "1e-12": true, "1e-41": false, "1e9999": false, "123.45": true} {
		if got := euro.Sound(decimal.RequireFromString(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// What fits is written as Parse reads it.
func TestFits(t *testing.T) {
	for text, want := range map[string]bool{"1.50000000": true, "0.000001": true, "0.0000001": false, "999999999999.99": true, "1000000000000": false, "-12": true, "1e11": true} {
		d := decimal.RequireFromString(text)
		if got := euro.Fits(d); got != want {
			t.Errorf("%s: %v", text, got)
		}
		if back, ok := euro.Parse(d.String()); want && (!ok || !back.Equal(d)) {
			t.Errorf("%s is written %s, which is not read", text, d)
		}
	}
}

// An amount that no memory could hold is compared all the same.
func TestCompare(t *testing.T) {
	limit := euro.NewLimit(5000)
	if huge := decimal.New(1, 999_999_999); !limit.Over(huge) || limit.Under(huge) || euro.Sound(huge) {
		t.Error("1e999999999")
	}
	for text, want := range map[string][2]bool{ // over, under
		"5000": {false, false}, "5000.01": {true, false}, "4999.99": {false, true}, "-1e9999": {false, true}, "0e9999": {false, true},
		"1e9999": {true, false}, "1e-9999": {false, true}, "12345": {true, false}, "999": {false, true},
	} {
		d := decimal.RequireFromString(text)
		if limit.Over(d) != want[0] || limit.Under(d) != want[1] {
			t.Errorf("%s: over %v, under %v", text, limit.Over(d), limit.Under(d))
		}
	}
}
