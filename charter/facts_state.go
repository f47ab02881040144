package charter

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// FactsOfState draws the facts from the journal's state of a demand, as a question
// about it wants them: its status and dates, who registered it, the strike-off it
// bears, the renewal notice and the warning that were sent, and whether a DALO
// label holds. The motive is that of the strike-off asked about, "" for another
// question: it chooses the warning. What the journal does not hold is left unsaid:
// who wrote the letters, the identity paper, a legal hold.
func FactsOfState(c *Charter, s *journal.State, motive demand.StrikeOffMotive, missing demand.Faults) Facts {
	facts := FactsOf(&s.Form, missing)
	facts.Status, facts.StruckOffOn = s.Status, s.StruckOffOn
	if facts.Motive = motive; motive == "" {
		facts.Motive, facts.SubMotive = s.Motive, s.SubMotive
	}
	if p, ok := c.PartyOfDesk(s.Desk, s.Form.DepositedOn); ok {
		facts.RegisteredBy = p.ID
	}
	facts.DALO = demand.AnswerOf(slices.ContainsFunc(s.Labels, func(l journal.Dated) bool { return l.Code == "DALO" }))
	facts.letters(s)
	return facts
}

// letters takes the last notice, and the last warning before the strike-off asked
// about. A strike-off for lack of renewal follows the notice itself.
func (f *Facts) letters(s *journal.State) {
	notice, sent := s.LastLetter(journal.RenewalNotice, "")
	if sent {
		f.NoticeOn = notice.Sent
	}
	letter := notice
	switch f.Motive {
	case demand.StrikeOffMotiveRADREN:
	case demand.StrikeOffMotiveRADCON, demand.StrikeOffMotiveRADIRR:
		if letter, sent = s.LastLetter(journal.Warning, f.Motive); sent {
			f.WarnedOn = letter.Sent
		}
	default:
		return
	}
	switch {
	case !sent:
	case !letter.Received.IsZero():
		f.DeliveredOn, f.Delivered = letter.Received, demand.Yes
	case letter.Proof != "":
		f.Delivered = demand.Yes
	}
}
