package priority

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Check answers whether a label given by an issuer may be counted on by the
// commission of a day, as is known on the day asked. No commission yet: the
// label is judged on the day asked. A label counts only if it comes from one of
// its issuers, before the commission or by the urgent path with its reason, and
// holds on the day of the commission.
func Check(l Label, by Issuer, commission demand.Date, s *Settings, day demand.Date) Verdict {
	h := &hearing{}
	kind, known := s.Kind(l.Code)
	h.when(!known, Refused, "PRI-LAB-01", "code", codeOnly(l.Code))
	if known {
		h.when(!slices.Contains(kind.Issuers, by), Refused, "PRI-LAB-02", "issuer", codeOnly(l.Code))
		h.when(!l.On.IsZero() && !during(l.On, kind.From, kind.To), Refused, "PRI-LAB-03", "on", codeOnly(l.Code))
	}
	if l.On.IsZero() || day.IsZero() {
		h.say(Unknown, "PRI-LAB-04", "on")
		return h.answer("PRI-LAB-14")
	}
	h.when(l.On.After(day), Refused, "PRI-LAB-05", "on")
	l.order(h, &kind, s, commission)
	l.holds(h, &kind, later(commission, l.On), day)
	return h.answer("PRI-LAB-14")
}

// later gives the day on which a label must hold for a commission.
func later(commission, given demand.Date) demand.Date {
	if commission.Before(given) {
		return given // by the urgent path
	}
	return commission
}

// order compares the label with the commission. Law: R.441-2-15 (each event is
// recorded as soon as it happens); the urgent path is the charter's.
func (l *Label) order(h *hearing, kind *LabelKind, s *Settings, commission demand.Date) {
	after := l.On.After(commission)
	switch {
	case commission.IsZero():
		h.say(Notice, "PRI-LAB-06", "")
	case after && l.Urgent == "":
		h.say(Refused, "PRI-LAB-07", "on")
	case after && !kind.Urgent:
		h.say(Refused, "PRI-LAB-08", "urgent", codeOnly(l.Code))
	case after && s.urgent(l.Urgent):
		h.say(Notice, "PRI-LAB-09", "urgent", l.Urgent)
	case after: // said by PRI-LAB-11
	case l.Entered.After(commission):
		h.say(Unknown, "PRI-LAB-10", "entered")
	case l.On == commission && l.Urgent == "":
		h.say(Notice, "PRI-LAB-16", "on")
	}
	h.when(l.Urgent != "" && !s.urgent(l.Urgent), Refused, "PRI-LAB-11", "urgent")
}

// codeOnly gives a code, and nothing of a text that is none: it may be of a person.
func codeOnly(code string) string {
	if labelCode(code) {
		return code
	}
	return "?"
}

// urgent reports whether a reason is one of the charter's.
func (s *Settings) urgent(code string) bool {
	if s == nil || len(s.UrgentReasons) == 0 {
		return labelCode(code)
	}
	return slices.ContainsFunc(s.UrgentReasons, func(r UrgentReason) bool { return r.Code == code })
}

// holds says whether the label stands on the day of the commission, failing
// which on the day asked.
func (l *Label) holds(h *hearing, kind *LabelKind, commission, day demand.Date) {
	if commission.IsZero() {
		commission = day
	}
	end := l.End(*kind)
	h.when(l.Until.Before(l.On), Refused, "PRI-LAB-15", "until")
	h.when(commission.After(end) && !l.Until.Before(l.On), Refused, "PRI-LAB-12", "until", end.String())
	gone := !l.Withdrawn.IsZero() && !l.Withdrawn.After(commission)
	h.when(gone, Refused, "PRI-LAB-13", "withdrawn", l.Withdrawn.String())
}

// End gives the last day a label holds: its own, or that of the validity of its
// kind, whichever comes first; none when it has no end.
func (l *Label) End(kind LabelKind) demand.Date {
	if kind.ValidMonths == 0 {
		return l.Until
	}
	end := l.On.AddMonths(kind.ValidMonths)
	if !l.Until.IsZero() && l.Until.Before(end) {
		return l.Until
	}
	return end
}

// CheckWithdrawal answers whether an issuer may withdraw a label on a day.
func CheckWithdrawal(l Label, by Issuer, s *Settings, day demand.Date) Verdict {
	h := &hearing{}
	kind, known := s.Kind(l.Code)
	h.when(!known, Refused, "PRI-LAB-01", "code", codeOnly(l.Code))
	h.when(known && !slices.Contains(kind.Issuers, by), Refused, "PRI-RET-01", "issuer", codeOnly(l.Code))
	h.when(day.IsZero() || day.Before(l.On), Refused, "PRI-RET-02", "withdrawn")
	h.when(!l.Withdrawn.IsZero() && l.Withdrawn.Before(day), Notice, "PRI-RET-03", "withdrawn")
	return h.answer("PRI-RET-04")
}
