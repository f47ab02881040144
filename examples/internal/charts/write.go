package charts

import (
	"embed"
	"encoding/json"
	"html/template"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// secret is what stands in the place of a hidden figure.
const secret = "secret"

//go:embed draw.js
var drawJS string

//go:embed style.css
var styleCSS string

//go:embed pictures.css
var picturesCSS string

//go:embed vendored/echarts.min.js
var echartsJS string

//go:embed blocks.html
var blocksHTML string

// Files are the code that asks for the drawings (draw.js), the code that draws
// (vendored/echarts.min.js) and the look of what is drawn without them (pictures.css),
// for pages that may hold neither script nor style: such a page links them, and holds
// the figures of Data in an element with the identifier "donnees".
//
//go:embed draw.js pictures.css vendored/echarts.min.js
var Files embed.FS

// Style is what the blocks and the tables look like.
func Style() template.CSS { return template.CSS(styleCSS + picturesCSS) }

// Library is the code that draws, and Draw the code that asks it to.
func Library() template.JS { return template.JS(echartsJS) }

// Draw reads the pictures of the page and has them drawn.
func Draw() template.JS { return template.JS(drawJS) }

var blocks = template.Must(template.New("blocks").Funcs(template.FuncMap{"shown": Text, "at": at, "typeset": Typeset,
	"add": func(a, b int) int { return a + b }, "places": territories, "pointAt": pointAt}).Parse(TypesetTemplate(blocksHTML)))

func at(values []Value, i int) Value { return values[i] }

func territories(n int) string {
	if n < 2 {
		return printer.Sprintf("%d territoire", n)
	}
	return printer.Sprintf("%d territoires", n)
}

// pointShapes tell the series of lines apart without their colours.
var pointShapes = [6]string{"M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", "M-4.5-4.5h9v9h-9z", "M0-6L6 5H-6z", "M0-6.5L6.5 0 0 6.5-6.5 0z", "M0 6L6-5H-6z", "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z"}

// dot is the mark of a figure on lines.
type dot struct {
	Shape, X, Text string
	Y              int
}

func pointAt(rank int, x string, y int, text string) dot {
	return dot{pointShapes[rank%len(pointShapes)], x, text, y}
}

var printer = message.NewPrinter(language.French)

// Text writes a figure as French readers do, or why it is not shown.
func Text(v Value) string {
	switch {
	case v.Hidden:
		return secret
	case v.Missing != "":
		return "n. d. (" + v.Missing + ")"
	case v.N == float64(int64(v.N)):
		return printer.Sprintf("%d", int64(v.N))
	}
	return printer.Sprintf("%.1f", v.N)
}

// Block writes a picture: its place, what it shows, and its table.
func Block(p Picture) (template.HTML, error) {
	if err := p.Check(); err != nil {
		return "", err
	}
	var b strings.Builder
	err := blocks.ExecuteTemplate(&b, "picture", &p)
	return template.HTML(b.String()), err
}

// Data writes the figures of the pictures that are Scripted, for [Draw], as JSON that
// may stand in a script.
func Data(pictures []Picture) (template.JS, error) {
	out := []drawn{}
	for i := range pictures {
		if err := pictures[i].Check(); err != nil {
			return "", err
		}
		if pictures[i].Scripted() {
			out = append(out, pictures[i].drawn())
		}
	}
	text, err := json.Marshal(out)
	// "</" inside a script would end it: JSON and JavaScript strings may write it "<\/".
	return template.JS(strings.ReplaceAll(string(text), "</", `<\/`)), err
}

// drawn is a picture as draw.js reads it.
type drawn struct {
	ID         string        `json:"id"`
	Kind       Kind          `json:"kind"`
	Title      string        `json:"title"`
	Unit       string        `json:"unit"`
	Labels     []string      `json:"labels"`
	Series     []drawnSeries `json:"series"`
	Links      []drawnLink   `json:"links,omitempty"`
	Horizontal bool          `json:"horizontal"`
	Stacked    bool          `json:"stacked"`
	Partial    bool          `json:"partial,omitempty"` // links of a flow are hidden: what is drawn does not add up
}

type drawnSeries struct {
	Name   string     `json:"name"`
	Values []*float64 `json:"values"` // null where nothing is to be drawn
	Texts  []string   `json:"texts"`
}

type drawnLink struct {
	Source string  `json:"source"`
	Target string  `json:"target"`
	Value  float64 `json:"value"`
}

func (p *Picture) drawn() drawn {
	d := drawn{ID: p.ID, Kind: p.Kind, Title: p.Title, Unit: p.Unit, Labels: p.Labels, Horizontal: p.Horizontal, Stacked: p.Stacked}
	for _, s := range p.Series {
		one := drawnSeries{Name: s.Name, Values: make([]*float64, len(s.Values)), Texts: make([]string, len(s.Values))}
		for i, v := range s.Values {
			if one.Texts[i] = Text(v); v.shown() {
				one.Values[i] = &v.N
			}
		}
		d.Series = append(d.Series, one)
	}
	for _, l := range p.Links {
		d.Partial = d.Partial || !l.Value.shown()
		if l.Value.shown() && l.Value.N > 0 {
			d.Links = append(d.Links, drawnLink{l.From, l.To, l.Value.N})
		}
	}
	return d
}

// Section is pictures under one title.
type Section struct {
	Title    string
	Pictures []Picture
}

// writtenSection is a section whose blocks are written.
type writtenSection struct {
	ID, Title string
	Blocks    []template.HTML
}

// Page writes a page of pictures that opens without a network. A section without
// pictures is left out; the titles are shown when there are several.
func Page(w io.Writer, title, note string, sections ...Section) error {
	var all []Picture
	var written []writtenSection
	for i, s := range sections {
		if len(s.Pictures) == 0 {
			continue
		}
		all = append(all, s.Pictures...)
		part := writtenSection{ID: "partie-" + strconv.Itoa(i+1), Title: s.Title}
		for _, p := range s.Pictures {
			block, err := Block(p)
			if err != nil {
				return err
			}
			part.Blocks = append(part.Blocks, block)
		}
		written = append(written, part)
	}
	data, err := Data(all)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := blocks.ExecuteTemplate(&b, "page", map[string]any{
		"Title": Typeset(title), "Note": Typeset(note), "Sections": written, "Several": len(written) > 1, "Data": data, "Style": Style(), "Library": Library(), "Draw": Draw(),
	}); err != nil {
		return err
	}
	_, err = io.WriteString(w, b.String())
	return err
}
