package mail_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// letter is a message as the server of the tests took it.
type letter struct {
	from, to, text string
	secure         bool
	user           string
}

// server is a small server of mail on the loopback. Its answers to RCPT and to the
// end of DATA may be set.
type server struct {
	t        *testing.T
	listener net.Listener
	tls      *tls.Config
	trust    *tls.Config
	startTLS bool

	mu      sync.Mutex
	open    []net.Conn
	letters []letter
	rcpt    []string // answers to come, then "250 ok"
	data    []string // the same; "drop" takes the message and hangs up
}

func newServer(t *testing.T, startTLS bool) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, listener: l, startTLS: startTLS}
	s.certificate()
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.open = append(s.open, c)
			s.mu.Unlock()
			open.Go(func() { s.talk(c) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		s.mu.Lock()
		for _, c := range s.open { // a client may leave one open
			c.Close()
		}
		s.mu.Unlock()
		open.Wait()
	})
	return s
}

func (s *server) certificate() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		s.t.Fatal(err)
	}
	made, _ := x509.ParseCertificate(der)
	pool := x509.NewCertPool()
	pool.AddCert(made)
	s.tls = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.trust = &tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
}

func (s *server) port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// answer takes the next answer of a list.
func (s *server) answer(list *[]string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(*list) == 0 {
		return "250 ok"
	}
	next := (*list)[0]
	*list = (*list)[1:]
	return next
}

func (s *server) taken() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]letter(nil), s.letters...)
}

func (s *server) talk(c net.Conn) {
	defer func() { c.Close() }()
	_ = c.SetDeadline(time.Now().Add(time.Minute))
	in := bufio.NewReader(c)
	say := func(text string) { _, _ = c.Write([]byte(text + "\r\n")) }
	var now letter
	say("220 test")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(word) {
		case "EHLO":
			say("250-test")
			if s.startTLS && !now.secure {
				say("250-STARTTLS")
			}
			say("250-AUTH PLAIN")
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go")
			secured := tls.Server(c, s.tls)
			c, in, now.secure = secured, bufio.NewReader(secured), true
		case "AUTH":
			now.user = rest
			say("235 ok")
		case "MAIL":
			now.from = rest
			say("250 ok")
		case "RCPT":
			now.to = rest
			say(s.answer(&s.rcpt))
		case "DATA":
			say("354 go")
			var text strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				text.WriteString(strings.TrimPrefix(line, "."))
			}
			now.text = text.String()
			answer := s.answer(&s.data)
			if answer == "drop" || strings.HasPrefix(answer, "250") {
				s.mu.Lock()
				s.letters = append(s.letters, now)
				s.mu.Unlock()
			}
			if answer == "drop" {
				return
			}
			say(answer)
		case "QUIT":
			say("221 bye")
			return
		case "RSET", "NOOP":
			say("250 ok")
		default:
			say("502 " + strconv.Quote(word))
		}
	}
}
