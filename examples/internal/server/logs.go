package server

import (
	"bytes"
	"context"
	"io"
	"log"
	"log/slog"

	"github.com/fichier-unique/rules/examples/internal/accounts"
)

// passing are the attributes a log line may hold. Anything else is dropped and
// counted: a name that slips into a message of error must not reach a file that
// many read.
var passing = map[string]bool{
	slog.TimeKey: true, slog.LevelKey: true, slog.MessageKey: true,
	"incident": true, "route": true, "status": true, "ms": true, "job": true, "count": true, "version": true, "addr": true, "store": true,
	"ref": true, "agent": true, "topic": true, "attempt": true, "seq": true, "demands": true, "charter": true, "reason": true, "kind": true, "error_kind": true,
	"token": true, "provider": true, "why": true, // an opaque identifier, a name of the configuration, fixed words
}

// newLog makes the log: what is not on the list is replaced by a mark.
func newLog(w io.Writer, format string) *slog.Logger {
	options := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if passing[a.Key] {
			return a
		}
		return slog.String(a.Key, "…")
	}}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// connections is told by net/http of what goes wrong with a connection, and of a panic
// outside of the router: its words hold addresses of visitors and whatever was being
// read. That it happened is written, in the form of the other lines.
func connections(l *slog.Logger) *log.Logger { return log.New(wordless{l}, "", 0) }

type wordless struct{ log *slog.Logger }

// Write keeps nothing of a line but what sort of line it is.
func (w wordless) Write(line []byte) (int, error) {
	kind := "connection"
	if bytes.Contains(line, []byte("panic")) {
		kind = "panic"
	}
	w.log.Error("http", "kind", kind)
	return len(line), nil
}

// logIncident is told of failures that a person sees as a number. The text of the
// error may hold anything: only what sort of error it is is written.
func logIncident(l *slog.Logger) func(context.Context, string, string, error) {
	return func(ctx context.Context, incident, route string, err error) {
		if incident == "" {
			l.InfoContext(ctx, "refused", "route", route, "agent", agentOf(accounts.From(ctx)).Code, "error_kind", kindOf(err))
			return
		}
		l.ErrorContext(ctx, "incident", "incident", incident, "route", route, "error_kind", kindOf(err))
	}
}
