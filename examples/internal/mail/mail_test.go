package mail_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	gomail "github.com/wneessen/go-mail"

	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
)

const someone = "prenom.nom@exemple.fr"

// post is a store with a sender over it, a clock and a log.
type post struct {
	t      testing.TB
	store  store.Store
	now    time.Time
	log    bytes.Buffer
	sender *mail.Sender
}

func newPost(t testing.TB, deliver mail.Deliver, templates ...fs.FS) *post {
	t.Helper()
	s, err := sqlite.Open(context.Background(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	p := &post{t: t, store: s, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	p.sender, err = mail.New(mail.Settings{Store: s, Now: func() time.Time { return p.now }, From: "ne-pas-repondre@fichier.example", Name: "Fichier partagé",
		Deliver: deliver, Templates: templates, Log: slog.New(slog.NewTextHandler(&p.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// queue writes a message, as an act does.
func (p *post) queue(template string, data map[string]string) {
	p.t.Helper()
	m, err := mail.Message(someone, template, data, p.now)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.store.Write(context.Background(), &store.Act{At: p.now, Messages: []store.Message{m}}); err != nil {
		p.t.Fatal(err)
	}
}

// send sends what is due, and says how many messages were taken.
func (p *post) send() int {
	p.t.Helper()
	n, err := p.sender.Send(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

var link = map[string]string{"Link": "https://fichier.example/acces/x", "Minutes": "30"}

// text reads the body of a message as its reader sees it.
func text(t testing.TB, raw string) (*netmail.Message, string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return m, strings.ReplaceAll(string(body), "\r\n", "\n")
}

func smtp(t *testing.T, s *server, security mail.Security) mail.Deliver {
	t.Helper()
	deliver, err := mail.SMTP(mail.Server{Host: "127.0.0.1", Port: s.port(), Security: security, User: "u", Password: "p", Config: s.trust})
	if err != nil {
		t.Fatal(err)
	}
	return deliver
}

func TestSendOverStartTLS(t *testing.T) {
	s := newServer(t, true)
	p := newPost(t, smtp(t, s, mail.StartTLS))
	p.queue("lien", link)
	if n := p.send(); n != 1 {
		t.Fatalf("%d messages taken", n)
	}
	if n := p.send(); n != 0 {
		t.Errorf("%d messages taken again", n)
	}
	got := s.taken()
	if len(got) != 1 || !got[0].secure || got[0].user == "" || !strings.Contains(got[0].to, someone) {
		t.Fatalf("%+v", got)
	}
	m, body := text(t, got[0].text)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Votre accès à votre demande de logement social" {
		t.Errorf("%q, %v", subject, err)
	}
	if !strings.Contains(body, "\nhttps://fichier.example/acces/x\n") || !strings.Contains(body, "dans les 30 minutes") || strings.Contains(body, "{{") {
		t.Error(body)
	}
	if m.Header.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(m.Header.Get("Message-ID"), "@fichier.example>") {
		t.Errorf("%v", m.Header)
	}
}

// A server that offers no TLS gets nothing.
func TestNothingInTheOpen(t *testing.T) {
	s := newServer(t, false)
	p := newPost(t, smtp(t, s, mail.StartTLS))
	p.queue("lien", link)
	if p.send(); len(s.taken()) != 0 {
		t.Error("the message travelled in the open")
	}
	if _, err := mail.SMTP(mail.Server{Host: "smtp.example", Port: 25, Security: mail.Plain}); err == nil {
		t.Error("plain is accepted for another machine")
	}
	if _, err := mail.SMTP(mail.Server{Host: "smtp.example", Port: 25}); err == nil {
		t.Error("no security is accepted")
	}
}

// A message whose connection breaks after the server took it is sent again, under
// the same name.
func TestSentTwiceUnderOneName(t *testing.T) {
	s := newServer(t, true)
	s.data = []string{"drop"}
	p := newPost(t, smtp(t, s, mail.StartTLS))
	p.queue("lien", link)
	p.send()
	p.now = p.now.Add(time.Minute)
	p.send()
	got := s.taken()
	if len(got) != 2 {
		t.Fatalf("sent %d times", len(got))
	}
	first, _ := text(t, got[0].text)
	second, _ := text(t, got[1].text)
	for _, name := range []string{"Message-Id", "Date", "Subject", "To"} {
		if first.Header.Get(name) == "" || first.Header.Get(name) != second.Header.Get(name) {
			t.Errorf("%s: %q then %q", name, first.Header.Get(name), second.Header.Get(name))
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name       string
		rcpt, data []string
		again      bool
	}{
		{"address unknown", []string{"550 no such user"}, nil, false},
		{"box full", []string{"452 full"}, nil, true},
		{"content refused", nil, []string{"554 spam"}, false},
		{"content put off", nil, []string{"451 later"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newServer(t, true)
			s.rcpt, s.data = c.rcpt, c.data
			p := newPost(t, smtp(t, s, mail.StartTLS))
			p.queue("lien", link)
			p.send()
			p.now = p.now.Add(24 * time.Hour)
			p.send()
			want := 0
			if c.again {
				want = 1
			}
			if got := len(s.taken()); got != want {
				t.Errorf("sent %d times, want %d", got, want)
			}
			if strings.Contains(p.log.String(), "exemple.fr") || strings.Contains(p.log.String(), "/acces/") {
				t.Error("the log says who or what: " + p.log.String())
			}
		})
	}
}

// The delays double up to six hours, and after three days nothing is tried.
func TestBackOff(t *testing.T) {
	tried := 0
	p := newPost(t, func(context.Context, string, *gomail.Msg) error { tried++; return errors.New("down: " + someone) })
	p.queue("lien", link)
	began := p.now
	var at []time.Duration
	for p.now.Sub(began) < 100*time.Hour {
		before := tried
		p.send()
		if tried > before {
			at = append(at, p.now.Sub(began))
		}
		p.now = p.now.Add(time.Minute)
	}
	var gaps []time.Duration
	for i := 1; i < len(at); i++ {
		gaps = append(gaps, at[i]-at[i-1])
	}
	m, h := time.Minute, time.Hour
	if diff := cmp.Diff([]time.Duration{m, 2 * m, 4 * m, 8 * m, 16 * m, 32 * m, 64 * m, 128 * m, 256 * m, 6 * h, 6 * h}, gaps[:11]); diff != "" {
		t.Error(diff)
	}
	if last := at[len(at)-1]; last < 72*h || last > 79*h {
		t.Errorf("tried for the last time after %s", last)
	}
	if strings.Contains(p.log.String(), "exemple.fr") {
		t.Error("the log says who: " + p.log.String())
	}
}

// A message claimed by a sender that stopped comes back when the lease ends.
func TestStoppedInBetween(t *testing.T) {
	tried := 0
	p := newPost(t, func(context.Context, string, *gomail.Msg) error { tried++; return nil })
	p.queue("lien", link)
	ctx, stop := context.WithCancel(t.Context())
	claimed, err := p.store.Claim(ctx, mail.Topic, p.now, 5*time.Minute, 5)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	stop()
	if p.send(); tried != 0 {
		t.Error("taken while another has it")
	}
	p.now = p.now.Add(6 * time.Minute)
	if p.send(); tried != 1 {
		t.Error("not taken after the lease")
	}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	deliver := mail.Folder(dir)
	broken := true
	p := newPost(t, func(ctx context.Context, ref string, m *gomail.Msg) error {
		err := deliver(ctx, ref, m)
		if broken && err == nil {
			broken = false
			return errors.New("stopped before it was noted")
		}
		return err
	})
	p.queue("lien", link)
	p.send()
	p.now = p.now.Add(time.Minute)
	p.send()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	raw, _ := os.ReadFile(filepath.Join(dir, files[0].Name()))
	if _, body := text(t, string(raw)); !strings.Contains(body, link["Link"]) {
		t.Error(body)
	}
	info, _ := files[0].Info()
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %s", info.Mode())
	}
}

// A template that lacks a value is not sent with a hole, and a message that nobody
// can read does not stop the others.
func TestWhatCannotBeWritten(t *testing.T) {
	sent := 0
	p := newPost(t, func(context.Context, string, *gomail.Msg) error { sent++; return nil }, fstest.MapFS{
		"templates/autre.txt": {Data: []byte(`{{define "subject"}}Autre{{end}}{{define "body"}}Bonjour {{.Qui}}{{end}}`)},
	})
	p.queue("lien", nil)
	p.queue("nulle-part", link)
	if _, err := p.store.Write(t.Context(), &store.Act{At: p.now, Messages: []store.Message{{Topic: mail.Topic, Due: p.now, Body: []byte("{")}}}); err != nil {
		t.Fatal(err)
	}
	p.queue("autre", map[string]string{"Qui": "Ada"})
	if n := p.send(); n != 4 || sent != 1 {
		t.Errorf("%d taken, %d sent", n, sent)
	}
	if _, err := mail.New(mail.Settings{Store: p.store, Now: time.Now, From: "a@b.example", Deliver: mail.Folder("x"),
		Templates: []fs.FS{fstest.MapFS{"templates/x.txt": {Data: []byte(`{{define "body"}}{{end}}`)}}}}); err == nil {
		t.Error("a template without a subject is accepted")
	}
}

func TestMessageRefuses(t *testing.T) {
	for _, to := range []string{"", "nom", "nom@", "a@b.fr, c@d.fr", "Nom <a@b.fr>", "a@b.fr\r\nBcc: c@d.fr", strings.Repeat("a", 300) + "@b.fr"} {
		_, err := mail.Message(to, "lien", link, time.Now())
		if err == nil {
			t.Errorf("%q is accepted", to)
		} else if len(to) > 5 && strings.Contains(err.Error(), to) {
			t.Errorf("the error says the address: %v", err)
		}
	}
	if _, err := mail.Message(someone, "lien", map[string]string{"Link": strings.Repeat("x", 5000)}, time.Now()); err == nil {
		t.Error("a very long value is accepted")
	}
}

// FuzzMessage: whatever the address and the value, a message that is made has one
// recipient, and no header of the value's own.
// What somebody typed makes no paragraph of its own in a message that the server
// signs: its lines are one.
func TestValuesKeepToTheirLine(t *testing.T) {
	var raw bytes.Buffer
	p := newPost(t, func(_ context.Context, _ string, m *gomail.Msg) error {
		_, err := m.WriteTo(&raw)
		return err
	}, fstest.MapFS{"templates/essai.txt": {Data: []byte(`{{define "subject"}}Pour {{.Name}}{{end}}{{define "body"}}Bonjour {{.Name}},{{end}}`)}})
	p.queue("essai", map[string]string{"Name": "Berthe\r\n\r\nVotre lien\u2028:\u2029\tici\u0085fin"})
	p.send()
	m, body := text(t, raw.String())
	const want = "Berthe    Votre lien :  ici fin"
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Pour "+want || strings.TrimSpace(body) != "Bonjour "+want+"," {
		t.Errorf("%q, %q, %v", subject, body, err)
	}
}

func FuzzMessage(f *testing.F) {
	f.Add(someone, "https://x.example/a")
	f.Add("a@b.fr", "x\r\nBcc: c@d.fr\r\n\r\nautre")
	f.Add("\"a b\"@c.fr", "\u2028é")
	f.Add("é@exemple.fr", "{{.Link}}")
	var raw bytes.Buffer
	p := newPost(f, func(_ context.Context, _ string, m *gomail.Msg) error {
		_, err := m.WriteTo(&raw)
		return err
	})
	f.Fuzz(func(t *testing.T, to, value string) {
		raw.Reset()
		p.t = t
		m, err := mail.Message(to, "lien", map[string]string{"Link": value, "Minutes": "30"}, p.now)
		if err != nil {
			return
		}
		if _, err := p.store.Write(context.Background(), &store.Act{At: p.now, Messages: []store.Message{m}}); err != nil {
			t.Fatal(err)
		}
		if p.send(); raw.Len() == 0 {
			return
		}
		got, _ := text(t, raw.String())
		if list, err := got.Header.AddressList("To"); err != nil || len(list) != 1 {
			t.Errorf("%q: %v, %v", got.Header.Get("To"), list, err)
		}
		if got.Header.Get("Bcc") != "" || got.Header.Get("Cc") != "" || len(got.Header) > 12 {
			t.Errorf("%v", got.Header)
		}
	})
}
