package strict_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/internal/strict"
)

type inner struct {
	Name string `json:"name"`
	Days []int  `json:"days,omitempty"`
}

type outer struct {
	Title string          `json:"title"`
	On    bool            `json:"on"`
	Parts []inner         `json:"parts"`
	One   *inner          `json:"one"`
	Shape map[string]int  `json:"shape"`
	Raw   json.RawMessage `json:"raw"`
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []strict.Problem
	}{
		{"sound", ` {"title":"a","parts":[{"name":"b","days":[1,2]}],"one":{"name":"c"},"shape":{"x":1},"raw":{"y":[]},"on":null} `, nil},
		{"all at once", "{\"title\":3,\n\"colour\":1,\n\"parts\":[{\"name\":\"b\"},\n{\"nom\":1,\"days\":[\"x\"]}],\n\"title\":\"z\"}", []strict.Problem{
			{strict.Wrong, "title", 1, ""}, {strict.Unknown, "?", 2, "colour"}, {strict.Unknown, "parts[1].?", 4, "nom"}, {strict.Wrong, "parts[1].days[0]", 4, ""}, {strict.Twice, "title", 5, ""}}},
		{"maps are followed", `{"shape":{"x":1,"x":2,"y":"z"}}`, []strict.Problem{{strict.Twice, "shape.?", 1, ""}, {strict.Wrong, "shape.?", 1, ""}}},
		{"not UTF-8", "{\n\"title\":\"\xff\"}", []strict.Problem{{strict.Syntax, "", 2, ""}}},
		{"another kind", `{"parts":{},"one":[],"shape":3}`, []strict.Problem{{strict.Wrong, "parts", 1, ""}, {strict.Wrong, "one", 1, ""}, {strict.Wrong, "shape", 1, ""}}},
		{"a value as a name", `{"Anatole 1975":1}`, []strict.Problem{{strict.Unknown, "?", 1, "Anatole 1975"}}},
		{"not JSON", "{\n\"title\":", []strict.Problem{{strict.Syntax, "", 2, ""}}},
		{"nothing", "", []strict.Problem{{strict.Syntax, "", 1, ""}}},
		{"two values", `{} {}`, []strict.Problem{{strict.Syntax, "", 1, ""}}},
		{"not an object", `[1]`, []strict.Problem{{strict.Wrong, "", 1, ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var v outer
			if diff := cmp.Diff(c.want, strict.Decode([]byte(c.text), &v)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFirst(t *testing.T) {
	var v outer
	for text, want := range map[string]string{`{"title":"a"}`: "ok", `{"parts":[{"names":1}]}`: "parts[0].?", `{`: "", `{"title":"` + strings.Repeat("a", 100) + `"}`: ""} {
		where, ok := strict.First([]byte(text), 60, &v)
		if ok != (want == "ok") || !ok && where != want {
			t.Errorf("%s: %q, %v", text, where, ok)
		}
	}
}

// What is sound in a faulty text is read all the same.
func TestTheRestIsRead(t *testing.T) {
	var v outer
	strict.Decode([]byte(`{"title":"a","title":"b","parts":[{"name":"c","x":1}]}`), &v)
	if v.Title != "a" || len(v.Parts) != 1 || v.Parts[0].Name != "c" {
		t.Errorf("%+v", v)
	}
}

// What is accepted is what the standard library reads.
func FuzzDecode(f *testing.F) {
	f.Add(`{"title":"a","parts":[{"name":"b","days":[1]}],"one":{"name":"é"},"shape":{"x":1}}`)
	f.Add(`{"title":1,"title":2,"zzz":[[[[{}]]]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		var got, want outer
		problems := strict.Decode([]byte(text), &got)
		for _, p := range problems {
			if p.Line < 1 || p.Line > 1+strings.Count(text, "\n") {
				t.Fatalf("line %d", p.Line)
			}
		}
		if len(problems) > 0 {
			return
		}
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("accepted, and the standard library says %v", err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}
