package access_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range access.Rules() {
		raised := func(text demand.Example) demand.Faults {
			if strings.HasPrefix(r.Code, "ACC-LIG") {
				_, faults := access.DecodeEvent([]byte(text))
				return faults
			}
			_, faults := access.DecodeList([]byte(text))
			return faults
		}
		if !strings.HasPrefix(r.Code, "ACC-LIG") && !strings.HasPrefix(r.Code, "ACC-LIS") {
			continue // the review: TestReview, TestUnusualAgainstPeers…
		}
		if got := raised(r.Accepts); len(got) > 0 || r.Accepts == "" {
			t.Errorf("%s: its accepting example has faults: %v", r.Code, got)
		}
		if got := raised(r.Refuses); got.Codes() != r.Code {
			t.Errorf("%s: its refusing example has the faults %v", r.Code, got)
		}
	}
	if _, err := demand.NewRulebook(access.Rules()); err != nil {
		t.Error(err)
	}
}

func TestLineIsWrittenAsItIsRead(t *testing.T) {
	for _, text := range []string{
		`{"v":1,"origin":"srv","counter":18,"at":"2024-03-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"consult","demand":"d1","commune":"21231","purpose":"allocating"}`,
		`{"v":1,"origin":"srv","counter":19,"at":"2024-03-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"export","count":120,"purpose":"statistics"}`,
		`{"v":1,"origin":"srv","counter":20,"at":"2024-03-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"search","purpose":"following"}`,
		`{"v":1,"origin":"srv","counter":21,"at":"2024-03-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"manage","purpose":"administering"}`,
	} {
		e, faults := access.DecodeEvent([]byte(text))
		if got := string(e.Append(nil)); got != text+"\n" || len(faults) > 0 {
			t.Errorf("%v %s", faults, got)
		}
		// The same line written another way: blanks, escapes, order of the fields.
		var fields map[string]json.RawMessage
		_ = json.Unmarshal([]byte(text), &fields)
		other, _ := json.MarshalIndent(fields, "", " ")
		other = bytes.Replace(other, []byte("srv"), []byte(`\u0073rv`), 1)
		if back, faults := access.DecodeEvent(other); back != e || len(faults) > 0 {
			t.Errorf("%s: %v %+v", other, faults, back)
		}
	}
}

func TestLineRefused(t *testing.T) {
	line := func(old, replacement string) string {
		return strings.Replace(`{"v":1,"origin":"srv","counter":18,"at":"2024-03-05T09:30:00Z","agent":"a-17","party":"b1","act":"consult","demand":"d1","commune":"21231","purpose":"allocating"}`, old, replacement, 1)
	}
	for text, want := range map[string]string{
		line("", ""):                         "",
		line(`"v":1`, `"v":2`):               "ACC-LIG-05",
		line(`"v":1,`, ``):                   "ACC-LIG-05",
		line(`:18`, `:0`):                    "ACC-LIG-05",
		line(`:18`, `:-1`):                   "ACC-LIG-04",
		line(`:18`, `:18446744073709551615`): "",
		line(`2024-03-05T09:30:00Z`, ``):     "ACC-LIG-05",
		line(`2024-03-05T09:30:00Z`, `1970-01-01T00:00:00Z`):                             "ACC-LIG-05",
		line(`"a-17"`, `"Anatole Zzyzx"`):                                                "ACC-LIG-08",
		line(`"a-17"`, `"ana@example.org"`):                                              "ACC-LIG-08",
		line(`"a-17"`, `"agenté"`):                                                       "ACC-LIG-08",
		line(`"a-17"`, `""`):                                                             "ACC-LIG-08",
		line(`"d1"`, `"`+strings.Repeat("d", 65)+`"`):                                    "ACC-LIG-08",
		line(`"demand":"d1",`, ``):                                                       "ACC-LIG-07",
		line(`"demand":"d1","commune":"21231",`, ``):                                     "ACC-LIG-07",
		line(`"commune":"21231"`, `"count":1`):                                           "ACC-LIG-07",
		line(`"consult"`, `"export"`):                                                    "ACC-LIG-07",
		line(`"consult","demand":"d1","commune":"21231"`, `"export","count":1000000001`): "ACC-LIG-07",
		line(`"consult"`, `"peek"`):                                                      "ACC-LIG-06",
		line(`"consult"`, `null`):                                                        "ACC-LIG-06",
	} {
		_, faults := access.DecodeEvent([]byte(text))
		if faults.Codes() != want {
			t.Errorf("%s: %v, want %s", text, faults, want)
		}
		if strings.Contains(fmt.Sprint(faults), "Zzyzx") {
			t.Errorf("a name shows in %v", faults)
		}
	}
}

// Nothing is lost: each line is an event or has faults, long ones too.
func TestLines(t *testing.T) {
	good := string((&access.Event{ID: journal.ID{Origin: "srv", Counter: 1}, At: moment("2024-03-05T09:30:00Z"), Agent: "a", Party: "b", Act: access.Search, Purpose: access.Following}).Append(nil))
	text := good + "\n" + "{}\n" + strings.Repeat("x", 3*access.MaxLineBytes) + "\r\n" + "  " + strings.TrimSpace(good) + strings.Repeat(" ", access.MaxLineBytes) + "\n" + strings.TrimSpace(good)
	var rows []string
	for l, err := range access.Lines(iotest.OneByteReader(strings.NewReader(text))) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, fmt.Sprintf("%d:%s:%s", l.Row, l.Event.Agent, l.Faults.Codes()))
	}
	want := []string{"1:a:", "3::ACC-LIG-05 ACC-LIG-05 ACC-LIG-05 ACC-LIG-08 ACC-LIG-08 ACC-LIG-08 ACC-LIG-06 ACC-LIG-06", "4::ACC-LIG-01", "5::ACC-LIG-01", "6:a:"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	broken := errors.New("the disk is gone")
	n, last := 0, error(nil)
	for l, err := range access.Lines(io.MultiReader(strings.NewReader(good+good), iotest.ErrReader(broken))) {
		if err == nil && l.Event.Agent == "a" {
			n++
		}
		last = err
	}
	if n != 2 || !errors.Is(last, broken) {
		t.Errorf("%d lines, then %v", n, last)
	}
	for range access.Lines(strings.NewReader(good + good)) {
		break // a caller may stop
	}
}

func FuzzDecode(f *testing.F) {
	for _, r := range access.Rules() {
		f.Add([]byte(r.Accepts))
		f.Add([]byte(r.Refuses))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, faults := access.DecodeEvent(data)
		if len(faults) == 0 {
			if back, faults := access.DecodeEvent(e.Append(nil)); back != e || len(faults) > 0 {
				t.Fatalf("%s: %v %+v", data, faults, back)
			}
		}
		l, faults := access.DecodeList(data)
		if len(faults) == 0 {
			again, _ := json.Marshal(l)
			if _, faults := access.DecodeList(again); len(l.Accounts) > 0 && len(faults) > 0 {
				t.Fatalf("%s: %v", again, faults)
			}
		}
		for range access.Lines(bytes.NewReader(data)) { // no panic, and an end
		}
	})
}

func BenchmarkLines(b *testing.B) {
	var text []byte
	tenMillion(20_000, func(e *access.Event) { text = e.Append(text) })
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for l, err := range access.Lines(bytes.NewReader(text)) {
			if err != nil || len(l.Faults) > 0 {
				b.Fatal(err, l.Faults)
			}
			n++
		}
		if n != 20_000 {
			b.Fatal(n)
		}
	}
}
