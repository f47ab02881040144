package sentence

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

// Ellipsis stands where the value of a parameter is not known. It is shown
// rather than an empty place, which would let a reader believe that the
// sentence is whole.
const Ellipsis = "…"

// Row is one sentence in both languages. French and English are templates: a
// name in braces, as in "{amount}", is replaced by that parameter, and nothing
// else is special.
type Row struct {
	// Code is the stable name of the sentence.
	Code string
	// French and English are the two templates; neither may be blank.
	French, English string
	// Params names every parameter that the templates may use. A template may
	// leave some out, since a fault often carries more than its sentence says,
	// and may name one several times.
	Params []string
}

// Book is a compiled set of sentences. It never changes once made and may be
// used by several goroutines at once. The zero Book knows no sentence.
type Book struct {
	params  map[string][]string
	french  *message.Printer
	english *message.Printer
}

// New checks the rows and compiles them. It refuses, naming the code, a code
// given twice or blank, a blank sentence, a parameter declared twice, a
// placeholder that is not among the declared parameters, and a brace that does
// not belong to a placeholder.
func New(rows ...Row) (*Book, error) {
	builder := catalog.NewBuilder(catalog.Fallback(language.French))
	book := &Book{params: make(map[string][]string, len(rows))}
	for _, row := range rows {
		if _, twice := book.params[row.Code]; twice {
			return nil, fmt.Errorf("sentence: compile %q: the code is given twice; keep one row", row.Code)
		}
		if err := compile(builder, row); err != nil {
			return nil, fmt.Errorf("sentence: compile %q: %w", row.Code, err)
		}
		book.params[row.Code] = slices.Clone(row.Params)
	}
	book.french = message.NewPrinter(language.French, message.Catalog(builder))
	book.english = message.NewPrinter(language.English, message.Catalog(builder))
	return book, nil
}

// Render writes the sentence of code in the language asked for. The value of
// each parameter is asked from param, by name; one that it answers with an
// empty text, and every one when param is nil, is shown as [Ellipsis]. A code
// the book does not know is returned as it is, so that a reader still has
// something to quote.
func (b *Book) Render(tag language.Tag, code string, param func(name string) string) string {
	names, known := b.params[code]
	if !known {
		return code
	}
	args := make([]any, len(names))
	for i, name := range names {
		value := ""
		if param != nil {
			value = param(name)
		}
		if value == "" {
			value = Ellipsis
		}
		args[i] = value
	}
	printer := b.french
	if wantsEnglish(tag) {
		printer = b.english
	}
	return printer.Sprintf(message.Key(code, code), args...)
}

// Codes lists the codes of the book in order.
func (b *Book) Codes() []string {
	codes := make([]string, 0, len(b.params))
	for code := range b.params {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// wantsEnglish tells whether tag names a kind of English. A language.Matcher
// would also send Welsh and other languages whose speakers often read English
// there; they get the language of the law instead.
func wantsEnglish(tag language.Tag) bool {
	base, confidence := tag.Base()
	return confidence == language.Exact && base == english
}

var english, _ = language.English.Base()

// compile sets both sentences of a row in the catalogue.
func compile(builder *catalog.Builder, row Row) error {
	if strings.TrimSpace(row.Code) == "" {
		return fmt.Errorf("the code is blank; give the row one")
	}
	for i, name := range row.Params {
		if slices.Contains(row.Params[:i], name) {
			return fmt.Errorf("parameter %q is declared twice; keep one", name)
		}
	}
	for _, one := range []struct {
		tag      language.Tag
		template string
	}{{language.French, row.French}, {language.English, row.English}} {
		format, err := verbs(one.template, row.Params)
		if err != nil {
			return fmt.Errorf("%v sentence: %w", one.tag, err)
		}
		if err := builder.SetString(one.tag, row.Code, format); err != nil {
			return fmt.Errorf("%v sentence: %w", one.tag, err)
		}
	}
	return nil
}

// verbs rewrites a template as a format with indexed verbs, so that each
// language may put the parameters in its own order.
func verbs(template string, params []string) (string, error) {
	if strings.TrimSpace(template) == "" {
		return "", fmt.Errorf("it is blank; write it")
	}
	var format strings.Builder
	rest := template
	for {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			break
		}
		if rest[open] == '}' {
			return "", fmt.Errorf("a brace is closed that was not opened, after %q", rest[:open])
		}
		end := strings.IndexAny(rest[open+1:], "{}")
		if end < 0 || rest[open+1+end] == '{' {
			return "", fmt.Errorf("the brace after %q is not closed", rest[:open])
		}
		name := rest[open+1 : open+1+end]
		index := slices.Index(params, name)
		if index < 0 {
			return "", fmt.Errorf("placeholder {%s} is not a declared parameter; add it to Params", name)
		}
		format.WriteString(strings.ReplaceAll(rest[:open], "%", "%%"))
		fmt.Fprintf(&format, "%%[%d]s", index+1)
		rest = rest[open+end+2:]
	}
	format.WriteString(strings.ReplaceAll(rest, "%", "%%"))
	return format.String(), nil
}
