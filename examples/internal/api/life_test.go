package api_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// problem is what a refusal says.
type problem struct {
	Status     int
	Code       string
	Detail     string
	Remedy     string
	Source     struct{ Article string }
	Faults     []struct{ Code, Path, Message string }
	Candidates []struct {
		Demand  string
		Sure    bool
		Persons []struct{ Fr string }
	}
	Decision struct{ Rule, Remedy string }
	Current  int64
	Events   []struct{ Paths []string }
}

func (s *server) refused(w *answer, status int, code string) problem {
	s.t.Helper()
	var p problem
	w.into(s.t, &p)
	if w.status != status || p.Code != code || w.header.Get("Content-Type") != "application/problem+json" {
		s.t.Fatalf("%d %s %s, want %d %s: %s", w.status, p.Code, w.header.Get("Content-Type"), status, code, w.body)
	}
	return p
}

func TestRegisterAndShow(t *testing.T) {
	s := start(t)
	key, etag := s.register("a", 1)
	w := s.call("b", "GET", "/api/v1/demands/"+key, nil)
	var got struct {
		Status string
		Form   struct {
			Number    string
			Applicant struct {
				UsedName string `json:"used_name"`
			}
		}
		Dates map[string]struct{ On string }
	}
	w.into(t, &got)
	if w.status != 200 || w.header.Get("ETag") != etag || got.Status != "active" || len(got.Form.Number) != 18 || got.Form.Applicant.UsedName != "Bellanger" || got.Dates["valid_until"].On != "2012-03-10" {
		t.Errorf("%d %s", w.status, w.body)
	}
	if cache := w.header.Get("Cache-Control"); !strings.Contains(cache, "no-store") {
		t.Errorf("a demand may be kept by a cache: %q", cache)
	}
}

func TestRefusalsTeach(t *testing.T) {
	s := start(t)
	key, etag := s.register("a", 1)
	s.refused(s.call("", "GET", "/api/v1/demands/"+key, nil), 401, "HTTP-401")
	s.refused(s.call("a", "GET", "/api/v1/demands/nobody", nil), 404, "HTTP-404")
	s.refused(s.call("twin", "GET", "/api/v1/demands/"+key, nil), 403, "HTTP-403")
	p := s.refused(s.call("a", "POST", "/api/v1/demands/"+key+"/acts/strike_off", map[string]any{"motive": "RADREN"}), 403, "CHA-RAD-12")
	if p.Source.Article == "" || p.Decision.Rule != "CHA-RAD-12" || p.Decision.Remedy == "" || p.Remedy != "Faire faire l'acte par le partenaire à qui la loi le réserve." {
		t.Errorf("%+v", p)
	}
	bad := registering(2)
	bad["form"].(map[string]any)["applicant"].(map[string]any)["birth_date"] = "2090-01-01"
	bad["form"].(map[string]any)["persons_to_house"] = 40
	if p := s.refused(s.call("a", "POST", "/api/v1/demands", bad), 422, firstCode(s.call("a", "POST", "/api/v1/demands", bad))); len(p.Faults) == 0 || p.Faults[0].Message == "" {
		t.Errorf("%+v", p)
	}
	again := s.refused(s.call("b", "POST", "/api/v1/demands", registering(1)), 409, "CHA-ENR-02")
	if len(again.Candidates) != 1 || again.Candidates[0].Demand != key || !again.Candidates[0].Sure || again.Candidates[0].Persons[0].Fr == "" {
		t.Errorf("%+v", again)
	}
	form := household(1)
	form["applicant"].(map[string]any)["mobile_phone"] = "0611111111"
	act := "/api/v1/demands/" + key + "/acts/modify"
	s.refused(s.call("b", "POST", act, map[string]any{"form": form}), 428, "HTTP-428")
	if w := s.call("b", "POST", act, map[string]any{"form": form}, "If-Match", etag); w.status != 200 {
		t.Fatalf("%d %s", w.status, w.body)
	}
	stale := s.refused(s.call("a", "POST", act, map[string]any{"form": form}, "If-Match", etag), 412, "HTTP-412")
	if stale.Current == 0 || len(stale.Events) != 1 || len(stale.Events[0].Paths) == 0 {
		t.Errorf("%+v", stale)
	}
	s.refused(s.call("a", "POST", "/api/v1/demands", map[string]any{"forme": 1}), 400, "HTTP-400")
	s.refused(s.call("a", "POST", "/api/v1/demands", "{"), 400, "HTTP-400")
	s.refused(s.call("a", "POST", "/api/v1/demands/"+key+"/acts/dance", "{}"), 404, "HTTP-404")
}

func firstCode(w *answer) string {
	var p struct{ Code string }
	_ = json.Unmarshal(w.body, &p) // what is not a problem fails where it is read again
	return p.Code
}

// No answer repeats what was typed.
func TestRefusalsHoldNoPerson(t *testing.T) {
	s := start(t)
	for _, body := range []string{`{"form":{"applicant":{"used_name":"MARQUEUR","birth_date":"MARQUEUR"}}}`, `{"MARQUEUR":1}`, `{"form":"MARQUEUR"}`, `MARQUEUR`, `{"form":{"MARQUEUR":{}}}`, `{"on":"MARQUEUR"}`} {
		if w := s.call("a", "POST", "/api/v1/demands", body); bytes.Contains(w.body, []byte("MARQUEUR")) || w.status < 400 {
			t.Errorf("%s gives %d %s", body, w.status, w.body)
		}
	}
	if w := s.call("a", "POST", "/api/v1/searches", `{"number":"MARQUEUR"}`); bytes.Contains(w.body, []byte("MARQUEUR")) || w.status != 422 {
		t.Errorf("%d %s", w.status, w.body)
	}
}

func TestSameKey(t *testing.T) {
	s := start(t)
	first := s.call("a", "POST", "/api/v1/demands", registering(1), "Idempotency-Key", "k1")
	again := s.call("a", "POST", "/api/v1/demands", registering(1), "Idempotency-Key", "k1")
	if again.status != 201 || again.header.Get("Idempotent-Replayed") != "true" || !bytes.Equal(first.body, again.body) {
		t.Errorf("%d %s\n%s", again.status, first.body, again.body)
	}
	if w := s.call("a", "POST", "/api/v1/demands", registering(2), "Idempotency-Key", "k1"); w.status != 422 {
		t.Errorf("the key of another request: %d", w.status)
	}
	if w := s.call("b", "POST", "/api/v1/demands", registering(3), "Idempotency-Key", "k1"); w.status != 201 {
		t.Errorf("the key of another partner: %d %s", w.status, w.body)
	}
}

func TestSearchByNumberAndPerson(t *testing.T) {
	s := start(t)
	key, _ := s.register("a", 1)
	var shown struct{ Form struct{ Number string } }
	s.call("a", "GET", "/api/v1/demands/"+key, nil).into(t, &shown)
	var out struct{ Demands []struct{ Demand string } }
	s.call("b", "POST", "/api/v1/searches", map[string]any{"number": shown.Form.Number}).into(t, &out)
	if len(out.Demands) != 1 || out.Demands[0].Demand != key {
		t.Errorf("%+v", out)
	}
	s.call("b", "POST", "/api/v1/searches", map[string]any{"form": household(1)}).into(t, &out)
	if len(out.Demands) != 1 || out.Demands[0].Demand != key {
		t.Errorf("%+v", out)
	}
}

func TestChangesFollow(t *testing.T) {
	s := start(t)
	s.register("a", 1)
	var page struct {
		Demands []struct{ Demand string }
		Next    int64
		More    bool
	}
	s.call("b", "GET", "/api/v1/changes?after=0&limit=1000", nil).into(t, &page)
	if len(page.Demands) != 1 || page.More {
		t.Fatalf("%+v", page)
	}
	cursor := page.Next
	key, _ := s.register("a", 2)
	s.call("b", "GET", "/api/v1/changes?after="+itoa(cursor), nil).into(t, &page)
	if len(page.Demands) != 1 || page.Demands[0].Demand != key {
		t.Errorf("%+v", page)
	}
	s.refused(s.call("b", "GET", "/api/v1/changes?after=-1", nil), 400, "HTTP-400")
	// The last demand is erased: there is nothing more, and no reader asks for ever.
	if _, err := s.file.Store().Write(t.Context(), &store.Act{Erase: []string{key}, At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	s.call("b", "GET", "/api/v1/changes?after="+itoa(cursor), nil).into(t, &page)
	if len(page.Demands) != 0 || page.More || page.Next != cursor {
		t.Errorf("after what was erased: %+v", page)
	}
}

// Lines read = accepted + refused, and the same import again changes nothing.
func TestImportLosesNoLine(t *testing.T) {
	s := start(t)
	var lines []string
	for n := range 5 {
		body := registering(n)
		body["key"] = "l" + itoa(int64(n))
		text, _ := json.Marshal(body)
		lines = append(lines, string(text))
	}
	lines = append(lines, `{"key":"y","receipt":"`+strings.Repeat("x", 3<<20)+`"}`, `{"key":"x","form":{"applicant":{"birth_date":"hier"}}}`, `not json`, `{"form":{}}`, strings.Replace(lines[0], `"l0"`, `"l0bis"`, 1))
	send := func() (accepted, refused int, keys []string) {
		w := s.call("a", "POST", "/api/v1/imports", strings.Join(lines, "\n"), "Content-Type", "application/x-ndjson")
		for i, text := range strings.Split(strings.TrimSpace(string(w.body)), "\n") {
			var out struct {
				Line    int
				Status  string
				Outcome struct{ Demand string }
				Message string
				Faults  []any
			}
			if err := json.Unmarshal([]byte(text), &out); err != nil || out.Line != i+1 {
				t.Fatalf("%v %s", err, text)
			}
			switch out.Status {
			case "accepted":
				accepted++
				keys = append(keys, out.Outcome.Demand)
			case "refused":
				refused++
				if out.Message == "" && len(out.Faults) == 0 {
					t.Errorf("refused without a reason: %s", text)
				}
			}
		}
		return
	}
	accepted, refused, keys := send()
	if accepted != 5 || refused != 5 {
		t.Fatalf("%d accepted, %d refused", accepted, refused)
	}
	if _, _, again := send(); strings.Join(keys, " ") != strings.Join(again, " ") {
		t.Errorf("sent again: %v then %v", keys, again)
	}
}

func TestExportAndPapers(t *testing.T) {
	s := start(t)
	key, _ := s.register("a", 1)
	s.register("a", 2)
	if w := s.call("b", "GET", "/api/v1/exports/demands", nil); strings.Count(string(w.body), "\n") != 2 {
		t.Errorf("%s", w.body)
	}
	w := s.call("a", "POST", "/api/v1/demands/"+key+"/papers?code=tax_notice&year=2011", "%PDF-1.4 x", "Content-Type", "application/octet-stream")
	var p struct {
		ID, Type string
		Year     int
	}
	w.into(t, &p)
	if w.status != 201 || p.Type != "application/pdf" {
		t.Fatalf("%d %s", w.status, w.body)
	}
	if w := s.call("b", "GET", "/api/v1/demands/"+key+"/papers/"+p.ID, nil); string(w.body) != "%PDF-1.4 x" || !strings.HasPrefix(w.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %s", w.header, w.body)
	}
	sum := sha256.Sum256([]byte("%PDF-1.4 x"))
	if got, want := s.call("b", "GET", "/api/v1/demands/"+key+"/papers/"+p.ID, nil).header.Get("Content-Digest"), "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":"; got != want {
		t.Errorf("digest %q, want %q", got, want)
	}
	if p.Year != 2011 {
		t.Errorf("the year of the paper is %d", p.Year)
	}
	s.refused(s.call("a", "POST", "/api/v1/demands/"+key+"/papers?code=tax_notice&year=hier", "%PDF-1.4 y", "Content-Type", "application/octet-stream"), http.StatusBadRequest, "HTTP-400")
	s.refused(s.call("a", "POST", "/api/v1/demands/"+key+"/papers?code=tax_notice", "<script>", "Content-Type", "application/octet-stream"), http.StatusUnsupportedMediaType, "HTTP-415")
}

// Two servers exchange by the interface and come to the same.
func TestJournalsMeet(t *testing.T) {
	one, two := start(t), start(t)
	key, _ := one.register("a", 1)
	lines := one.call("twin", "GET", "/api/v1/journal?after=0", nil)
	var got struct{ Demands, Events, Known int }
	sent := two.call("twin", "POST", "/api/v1/journal", string(lines.body), "Content-Type", "application/x-ndjson")
	if sent.into(t, &got); got.Demands != 1 || got.Events != 2 {
		t.Fatalf("%d %s", sent.status, sent.body)
	}
	two.call("twin", "POST", "/api/v1/journal", string(lines.body), "Content-Type", "application/x-ndjson").into(t, &got)
	if got.Events != 0 || got.Known != 2 {
		t.Errorf("sent again: %+v", got)
	}
	if w := two.call("a", "GET", "/api/v1/demands/"+key, nil); w.status != 200 {
		t.Errorf("%d %s", w.status, w.body)
	}
}

// The export for rental software is a zip with its manifest; what changed later is
// in the next one alone.
func TestRentalExport(t *testing.T) {
	s := start(t)
	s.register("a", 1)
	s.register("a", 2)
	made := func() (m struct{ Increment, Demands int }) {
		w := s.call("b", "POST", "/api/v1/exports/rental", nil)
		w.into(t, &m)
		return m
	}
	if m := made(); m.Increment != 1 || m.Demands != 2 {
		t.Errorf("%+v", m)
	}
	if m := made(); m.Increment != 0 {
		t.Errorf("nothing changed, and an export was made: %+v", m)
	}
	s.register("a", 3)
	if m := made(); m.Increment != 2 || m.Demands != 1 {
		t.Errorf("%+v", m)
	}
	w := s.call("b", "GET", "/api/v1/exports/rental/1", nil)
	z, err := zip.NewReader(bytes.NewReader(w.body), int64(len(w.body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if !slices.Contains(names, "manifeste-000001.json") || !slices.Contains(names, "demandes-000001.csv") {
		t.Errorf("%v", names)
	}
	for _, other := range []string{"3", "0", "x", "..%2f..%2f1"} {
		if w := s.call("b", "GET", "/api/v1/exports/rental/"+other, nil); w.status != 404 {
			t.Errorf("%s: %d", other, w.status)
		}
	}
	if w := s.call("a", "GET", "/api/v1/exports/rental/1", nil); w.status != 404 {
		t.Errorf("the export of another partner: %d", w.status)
	}
}

func TestWebhookIsChosen(t *testing.T) {
	s := start(t)
	var got struct{ Secret string }
	w := s.call("a", "PUT", "/api/v1/webhook", map[string]any{"url": "https://partenaire.example/appels"})
	if w.into(t, &got); w.status != 200 || len(got.Secret) < 40 {
		t.Fatalf("%d %s", w.status, w.body)
	}
	for _, bad := range []string{"http://partenaire.example/", "ftp://x", "", "https://user:secret@x.example/"} {
		if w := s.call("a", "PUT", "/api/v1/webhook", map[string]any{"url": bad}); w.status != 422 {
			t.Errorf("%q: %d", bad, w.status)
		}
	}
	if w := s.call("a", "DELETE", "/api/v1/webhook", nil); w.status != 200 {
		t.Errorf("%d %s", w.status, w.body)
	}
}
