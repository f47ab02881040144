package server

import (
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// mailFolder is where mails go when no server of mail is set.
const mailFolder = "courriers"

// letter is a mail of the folder, as the page of the demonstration shows it.
type letter struct {
	name    string
	at      time.Time
	Subject string
	To      string
	Text    string
}

// maxLetter bounds the text of a mail that is shown.
const maxLetter = 64 << 10

func (l *letter) read(dir string) error {
	f, err := os.Open(filepath.Join(dir, l.name))
	if err != nil {
		return err
	}
	defer f.Close()
	m, err := mail.ReadMessage(f)
	if err != nil {
		return err
	}
	words := mime.WordDecoder{}
	if l.Subject, err = words.DecodeHeader(m.Header.Get("Subject")); err != nil {
		l.Subject = m.Header.Get("Subject")
	}
	l.To = m.Header.Get("To")
	body := io.Reader(m.Body)
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(io.LimitReader(body, maxLetter))
	l.Text = string(text)
	return err
}
