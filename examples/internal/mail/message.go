package mail

import (
	"bytes"
	"crypto/rand"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"path"
	"strings"
	"text/template"
	"time"
	"unicode"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Topic is under which messages wait in the store.
const Topic = "mail"

// queued is a message as it waits.
type queued struct {
	Ref      string            `json:"ref"` // the same each time it is sent
	To       string            `json:"to"`
	Template string            `json:"template"`
	Data     map[string]string `json:"data,omitempty"`
	Made     time.Time         `json:"made"`
}

//go:embed templates/*.txt
var own embed.FS

// maxData bounds one value of a message.
const maxData = 4000

// Message makes a message for one address: a template, and what it says.
func Message(to, template string, data map[string]string, now time.Time) (store.Message, error) {
	if _, err := address(to); err != nil {
		return store.Message{}, err
	}
	for name, value := range data {
		if len(value) > maxData {
			return store.Message{}, fmt.Errorf("mail: the value %s is too long for a message", name)
		}
	}
	body, err := json.Marshal(queued{Ref: strings.ToLower(rand.Text()), To: to, Template: template, Data: data, Made: now.UTC()})
	if err != nil {
		return store.Message{}, fmt.Errorf("mail: write message: %w", err)
	}
	return store.Message{Topic: Topic, Due: now, Body: body}, nil
}

// Reaches reports whether a message can be sent to an address. What is typed in a
// form may be none: it is kept as it is, to be confirmed, and nothing is sent there.
func Reaches(text string) bool {
	_, err := address(text)
	return err == nil
}

// AddressOf is the address that the messages about a demand reach: that of its
// applicant, or of its association; "" when there is none.
func AddressOf(f *demand.Form) string {
	to := f.Applicant.Email
	if f.IsAssociation() {
		to = f.Association.Email
	}
	if !Reaches(to) {
		return ""
	}
	return to
}

// errAddress says nothing of the address: it may be in a log.
var errAddress = errors.New("mail: the address is not one a message can be sent to, such as nom@exemple.fr")

// address reads one bare address.
func address(text string) (string, error) {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Name != "" || a.Address != text || len(text) > 254 || strings.ContainsFunc(text, unicode.IsControl) {
		return "", errAddress
	}
	return a.Address, nil
}

// written is a message ready to be sent.
type written struct{ Subject, Body string }

// texts are the templates of messages, by name.
type texts map[string]*template.Template

// read reads templates: each file x.txt defines "subject" and "body".
func read(files ...fs.FS) (texts, error) {
	out := texts{}
	for _, from := range append([]fs.FS{own}, files...) {
		names, err := fs.Glob(from, "templates/*.txt")
		if err != nil {
			return nil, fmt.Errorf("mail: read templates: %w", err)
		}
		for _, name := range names {
			t, err := template.New(path.Base(name)).Option("missingkey=error").ParseFS(from, name)
			if err != nil {
				return nil, fmt.Errorf("mail: read templates: %w", err)
			}
			if t.Lookup("subject") == nil || t.Lookup("body") == nil {
				return nil, fmt.Errorf("mail: the template %s lacks its subject or its body", name)
			}
			out[strings.TrimSuffix(path.Base(name), ".txt")] = t
		}
	}
	return out, nil
}

// write fills a template. Values keep to their line: none makes a header or a
// paragraph of its own.
func (t texts) write(q *queued) (written, error) {
	one := t[q.Template]
	if one == nil {
		return written{}, fmt.Errorf("mail: there is no template %q", q.Template)
	}
	data := map[string]string{}
	for name, value := range q.Data {
		data[name] = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
				return ' '
			}
			return r
		}, value)
	}
	var subject, body bytes.Buffer
	if err := errors.Join(one.ExecuteTemplate(&subject, "subject", data), one.ExecuteTemplate(&body, "body", data)); err != nil {
		return written{}, fmt.Errorf("mail: fill the template %s: a value is missing", q.Template)
	}
	return written{strings.TrimSpace(subject.String()), strings.TrimSpace(body.String()) + "\n"}, nil
}
