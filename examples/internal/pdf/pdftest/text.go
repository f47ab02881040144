package pdftest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	object    = regexp.MustCompile(`(?s)(\d+) 0 obj(.*?)endobj`)
	stream    = regexp.MustCompile(`(?s)stream\r?\n(.*)\r?\nendstream`)
	named     = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	toUnicode = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	glyph     = regexp.MustCompile(`<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]{4})>`)
	shown     = regexp.MustCompile(`/(F\d+) [\d.]+ Tf|\[<([0-9A-F]*)>\] TJ`)
)

// Text gives the lines of a document in their order, one blank between words. A
// letter that its font does not draw is U+FFFD.
func Text(document []byte) (string, error) {
	objects := map[string][]byte{}
	var order []string
	for _, m := range object.FindAllSubmatch(document, -1) {
		objects[string(m[1])] = m[2]
		order = append(order, string(m[1]))
	}
	fonts := map[string]map[string]rune{}
	var pages []string
	for _, id := range order {
		for _, m := range named.FindAllSubmatch(objects[id], -1) {
			letters, err := lettersOf(objects, string(m[2]))
			if err != nil {
				return "", err
			}
			fonts[string(m[1])] = letters
		}
		content, err := contentOf(objects[id])
		if err != nil {
			return "", fmt.Errorf("pdftest: object %s: %w", id, err)
		}
		if bytes.HasPrefix(content, []byte("BT\n")) {
			pages = append(pages, string(content))
		}
	}
	var out []string
	font := ""
	for _, page := range pages {
		for _, m := range shown.FindAllStringSubmatch(page, -1) {
			if m[1] != "" {
				font = m[1]
				continue
			}
			var line strings.Builder
			for code := m[2]; len(code) >= 4; code = code[4:] {
				letter, ok := fonts[font][code[:4]]
				if !ok {
					letter = utf8.RuneError // a letter that the font has not
				}
				line.WriteRune(letter)
			}
			out = append(out, line.String())
		}
	}
	return strings.Join(strings.Fields(strings.Join(out, " ")), " "), nil
}

// lettersOf reads the table of a font: which letter each of its drawings is.
func lettersOf(objects map[string][]byte, font string) (map[string]rune, error) {
	table := toUnicode.FindSubmatch(objects[font])
	if table == nil {
		return nil, fmt.Errorf("pdftest: the font %s has no table of letters", font)
	}
	letters := map[string]rune{}
	for _, m := range glyph.FindAllSubmatch(objects[string(table[1])], -1) {
		letter, err := strconv.ParseUint(string(m[2]), 16, 32)
		if err != nil {
			return nil, err
		}
		letters[string(m[1])] = rune(letter)
	}
	return letters, nil
}

// contentOf gives the stream of an object; nothing when it has none.
func contentOf(object []byte) ([]byte, error) {
	m := stream.FindSubmatch(object)
	if m == nil || !bytes.Contains(object[:len(object)-len(m[0])], []byte("FlateDecode")) {
		return nil, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(m[1]))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}
