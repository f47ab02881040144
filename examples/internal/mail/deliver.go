package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"
	gomail "github.com/wneessen/go-mail"
)

// domain is what follows the @ of an address.
func domain(address string) string {
	_, after, _ := strings.Cut(address, "@")
	return after
}

// Folder delivers into a folder: each message is a file .eml, under a name that is
// the same when it is sent again. It is for trials, and for a server whose mail is
// taken away by another program.
func Folder(dir string) Deliver {
	return func(_ context.Context, ref string, m *gomail.Msg) error {
		var b bytes.Buffer
		if _, err := m.WriteTo(&b); err != nil {
			return fmt.Errorf("mail: write message: %w", err)
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("mail: make the folder: %w", err)
		}
		if err := renameio.WriteFile(filepath.Join(dir, ref+".eml"), b.Bytes(), 0o600); err != nil {
			return fmt.Errorf("mail: write message: %w", err)
		}
		return nil
	}
}

// Security says how the connection to a server of mail is kept from others.
type Security string

// The ways.
const (
	StartTLS Security = "starttls" // asked for and required; port 587
	TLS      Security = "tls"      // from the first byte; port 465
	Plain    Security = "plain"    // none: for a server on this machine only
)

// Server is a server that takes messages.
type Server struct {
	Host     string
	Port     int
	Security Security
	User     string // none: the server asks for none
	Password string
	Config   *tls.Config // optional: certificates
}

// SMTP delivers to a server of mail.
func SMTP(server Server) (Deliver, error) {
	options := []gomail.Option{gomail.WithPort(server.Port), gomail.WithTimeout(patience), gomail.WithoutNoop()}
	switch server.Security {
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLS:
		options = append(options, gomail.WithSSL())
	case Plain:
		if h := server.Host; h != "localhost" && h != "::1" && !strings.HasPrefix(h, "127.") {
			return nil, errors.New("mail: messages would travel in the open; use starttls or tls, or a server on this machine")
		}
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, errors.New("mail: the security of the connection is starttls, tls or plain")
	}
	if server.Config != nil {
		options = append(options, gomail.WithTLSConfig(server.Config))
	}
	if server.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(server.User), gomail.WithPassword(server.Password))
	}
	if _, err := gomail.NewClient(server.Host, options...); err != nil {
		return nil, fmt.Errorf("mail: the server: %w", err)
	}
	return func(ctx context.Context, _ string, m *gomail.Msg) error {
		client, err := gomail.NewClient(server.Host, options...) // one a message: they share no state
		if err != nil {
			return fmt.Errorf("mail: the server: %w", err)
		}
		err = client.DialAndSendWithContext(ctx, m)
		switch {
		case m.IsDelivered(): // the server has it, whatever happened while taking leave
			return nil
		case never(err):
			return ErrNever
		}
		return err
	}, nil
}

// never reports a refusal for good of this message, not one of the server's way of
// working, which may be mended.
func never(err error) bool {
	var refused *gomail.SendError
	if !errors.As(err, &refused) || refused.ErrorCode() < 500 {
		return false
	}
	return refused.Reason == gomail.ErrSMTPRcptTo || refused.Reason == gomail.ErrSMTPData || refused.Reason == gomail.ErrSMTPDataClose
}
