package journal

import (
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
	Reason    string                    `json:"reason,omitempty"`
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
	out := e.head(make([]byte, 0, usualLine))
	if !e.Set.IsEmpty() {
		out = tree().append(append(out, `,"values":`...), e.Set, e.Values)
	}
	out = e.tail(out)
	for _, name := range slices.Sorted(maps.Keys(e.Unknown)) {
		if name == "v" {
			continue
		}
		key, _ := json.Marshal(name)
		out = append(append(append(append(out, ','), key...), ':'), e.Unknown[name]...)
	}
	return append(out, '}')
}

// usualLine is room for most lines.
const usualLine = 1024

// head writes the fields before the values, as the standard library would write
// those of line.
func (e *Event) head(out []byte) []byte {
	out = strconv.AppendInt(append(out, `{"v":`...), int64(e.version()), 10)
	out = appendText(append(out, `,"id":{"origin":`...), e.ID.Origin)
	out = strconv.AppendUint(append(out, `,"counter":`...), e.ID.Counter, 10)
	out = appendText(append(out, `},"demand":`...), e.Demand)
	out = appendText(append(out, `,"kind":`...), string(e.Kind))
	out = appendText(append(out, `,"on":`...), e.On.String())
	out = appendNamed(out, "entered", e.Entered.String())
	out = appendNamed(out, "author", e.Author)
	out = appendNamed(out, "service", e.Service)
	out = appendNamed(out, "receipt", e.Receipt)
	if !e.Number.IsZero() {
		out = appendNamed(out, "number", e.Number.String())
	}
	return out
}

// tail writes the fields after the values.
func (e *Event) tail(out []byte) []byte {
	if len(e.Origins) > 0 {
		out = appendJSON(out, "origins", e.Origins)
	}
	out = appendNamed(out, "motive", string(e.Motive))
	out = appendNamed(out, "sub_motive", string(e.SubMotive))
	out = appendNamed(out, "reason", e.Reason)
	out = appendNamed(out, "other", e.Other)
	if !e.Seniority.IsZero() {
		out = appendNamed(out, "seniority", e.Seniority.String())
	}
	if e.Absorbed {
		out = append(out, `,"absorbed":true`...)
	}
	out = appendNamed(out, "case", e.Case)
	if e.Online {
		out = append(out, `,"online":true`...)
	}
	if e.Mark != (Mark{}) {
		out = appendJSON(out, "mark", e.Mark)
	}
	if e.Treatment != (Treatment{}) {
		out = appendJSON(out, "treatment", e.Treatment)
	}
	if e.Dispatch != (Dispatch{}) {
		out = appendJSON(out, "dispatch", e.Dispatch)
	}
	return out
}

// version is that of the line the event came from.
func (e *Event) version() int {
	if v, err := strconv.Atoi(e.Unknown["v"]); err == nil && v > Version {
		return v
	}
	return Version
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
