package journal

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/vocabulary"
	"github.com/fichier-unique/rules/numbering"
)

// Version is written on every line. Lines of version 1 stay readable for ever.
const Version = 1

// MaxLineBytes bounds one line.
const MaxLineBytes = 1 << 20

// line is the JSON of one event. The names are a contract.
type line struct {
	V         int                       `json:"v"`
	ID        ID                        `json:"id"`
	Demand    string                    `json:"demand"`
	Kind      Kind                      `json:"kind"`
	On        demand.Date               `json:"on"`
	Entered   string                    `json:"entered,omitempty"`
	Author    string                    `json:"author,omitempty"`
	Service   string                    `json:"service,omitempty"`
	Receipt   string                    `json:"receipt,omitempty"`
	Number    numbering.Number          `json:"number,omitzero"`
	Values    json.RawMessage           `json:"values,omitempty"`
	Origins   []demand.Origin           `json:"origins,omitempty"`
	Motive    demand.StrikeOffMotive    `json:"motive,omitempty"`
	SubMotive demand.StrikeOffSubMotive `json:"sub_motive,omitempty"`
	Other     string                    `json:"other,omitempty"`
	Seniority demand.Date               `json:"seniority,omitzero"`
	Absorbed  bool                      `json:"absorbed,omitempty"`
	Case      string                    `json:"case,omitempty"`
	Online    bool                      `json:"online,omitempty"`
	Mark      Mark                      `json:"mark,omitzero"`
	Treatment Treatment                 `json:"treatment,omitzero"`
	Dispatch  Dispatch                  `json:"dispatch,omitzero"`
}

// String writes the instant as RFC 3339, in universal time.
func (m Moment) String() string {
	if m == 0 {
		return ""
	}
	return time.UnixMilli(int64(m)).UTC().Format("2006-01-02T15:04:05.000Z")
}

// ParseMoment reads RFC 3339; an empty text is no moment.
func ParseMoment(text string) (Moment, bool) {
	if text == "" {
		return 0, true
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		return 0, false
	}
	return MomentOf(t), true
}

// String writes origin-counter.
func (id ID) String() string { return id.Origin + "-" + strconv.FormatUint(id.Counter, 10) }

// shown names the event in faults: as String does when the origin has the shape
// of a desk's code, five capitals or digits, and the counter is one; what else
// was typed there could be a person's and is not repeated.
func (id ID) shown() string {
	origin, counter := id.Origin, strconv.FormatUint(id.Counter, 10)
	if len(origin) != deskSize || strings.Trim(origin, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		origin = vocabulary.Hidden
	}
	if id.Counter > mostCounter {
		counter = vocabulary.Hidden
	}
	return origin + "-" + counter
}

const (
	deskSize    = 5
	mostCounter = 9_999_999 // a telephone number has more digits
)

// Line writes the event as one line of a journal, without its end of line: what
// DecodeEvent reads. The same event always gives the same bytes.
func (e *Event) Line() []byte {
	l := line{e.version(), e.ID, e.Demand, e.Kind, e.On, e.Entered.String(), e.Author, e.Service, e.Receipt, e.Number, e.values(), e.Origins,
		e.Motive, e.SubMotive, e.Other, e.Seniority, e.Absorbed, e.Case, e.Online, e.Mark, e.Treatment, e.Dispatch}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(l) != nil {
		return nil // unreachable: every field has a JSON form
	}
	out := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if len(e.Unknown) == 0 {
		return out
	}
	out = out[:len(out)-1]
	for _, name := range slices.Sorted(maps.Keys(e.Unknown)) {
		if name == "v" {
			continue
		}
		key, _ := json.Marshal(name)
		out = append(append(append(append(out, ','), key...), ':'), e.Unknown[name]...)
	}
	return append(out, '}')
}

// version is that of the line the event came from.
func (e *Event) version() int {
	if v, err := strconv.Atoi(e.Unknown["v"]); err == nil && v > Version {
		return v
	}
	return Version
}

// values writes the values of the event alone; a cleared value is null.
func (e *Event) values() json.RawMessage {
	if e.Set.IsEmpty() {
		return nil
	}
	one := demand.Form{}
	for rank := range e.Set.ranks() {
		if rank < len(table) && e.Values != nil {
			table[rank].copy(&one, e.Values)
		}
	}
	whole, _ := json.Marshal(&one)
	forms := map[string]map[string]json.RawMessage{"": fieldsOf(whole)}
	tree := map[string]any{}
	for rank := range e.Set.ranks() {
		if rank < len(table) {
			put(tree, table[rank].name, leaf(forms, table[rank].name))
		}
	}
	out, _ := json.Marshal(tree)
	return out
}

func fieldsOf(object json.RawMessage) map[string]json.RawMessage {
	var out map[string]json.RawMessage
	_ = json.Unmarshal(object, &out) // what is no object has no field
	return out
}

// leaf gives the JSON of a value of a form, whose objects are read once each.
func leaf(forms map[string]map[string]json.RawMessage, name string) json.RawMessage {
	path, last := "", name
	if at := strings.LastIndexByte(name, '.'); at >= 0 {
		path, last = name[:at], name[at+1:]
	}
	fields, read := forms[path]
	if !read {
		fields = fieldsOf(leaf(forms, path))
		forms[path] = fields
	}
	if value := fields[last]; value != nil {
		return value
	}
	return json.RawMessage("null")
}

func put(tree map[string]any, name string, value json.RawMessage) {
	head, rest, deeper := strings.Cut(name, ".")
	if !deeper {
		tree[head] = value
		return
	}
	inner, ok := tree[head].(map[string]any)
	if !ok {
		inner = map[string]any{}
		tree[head] = inner
	}
	put(inner, rest, value)
}

// WriteTo writes the journal as JSON lines, in order.
func (j Journal) WriteTo(w io.Writer) (int64, error) {
	var n int64
	for i := range j.events {
		k, err := w.Write(append(j.events[i].Line(), '\n'))
		n += int64(k)
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
