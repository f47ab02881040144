package server

import (
	"context"
	"io"
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

// logIncident is told of failures that a person sees as a number. The text of the
// error may hold anything: only what sort of error it is is written.
func logIncident(log *slog.Logger) func(context.Context, string, string, error) {
	return func(ctx context.Context, incident, route string, err error) {
		if incident == "" {
			log.InfoContext(ctx, "refused", "route", route, "agent", agentOf(accounts.From(ctx)).Code, "error_kind", kindOf(err))
			return
		}
		log.ErrorContext(ctx, "incident", "incident", incident, "route", route, "error_kind", kindOf(err))
	}
}
