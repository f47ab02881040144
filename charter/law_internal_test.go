package charter

import (
	"os"
	"regexp"
	"testing"
)

// Every code of a room whose source is taken exists there.
func TestLawsAreThose(t *testing.T) {
	named := 0
	for _, file := range []string{"rows_access.go", "rows_commission.go", "rows_life.go", "rows_strikeoff.go", "duties.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`law\("([A-Z0-9-]+)"\)`).FindAllSubmatch(text, -1) {
			named++
			if law(string(m[1])).Article == "" {
				t.Errorf("%s: no room has rule %s", file, m[1])
			}
		}
	}
	if named < 15 {
		t.Errorf("%d sources taken from the rooms below", named)
	}
}
