package journal

import "github.com/fichier-unique/rules/demand"

// Subject is what a letter to the applicant is about.
type Subject string

// The subjects. Law: CCH L.441-2-1, R.441-2-4, R.441-2-7, R.441-2-8.
// Confidence: V.
const (
	RenewalNotice    Subject = "notice"      // préavis: the demand is to be renewed
	Warning          Subject = "warning"     // avertissement: Motive says before which strike-off
	AttestationSent  Subject = "attestation" // of registration or of renewal
	DecisionNotified Subject = "decision"    // of the commission, or a rejection
)

// Known reports whether s is one of the subjects.
func (s Subject) Known() bool {
	switch s {
	case RenewalNotice, Warning, AttestationSent, DecisionNotified:
		return true
	}
	return false
}

// Channel is how a letter went.
type Channel string

// The channels. Law: arrêté of 25 Nov 2010, cahier des charges §7: registered
// letter or any means that proves delivery; a tracked letter proves that it was
// carried to the address, not that it was received. Confidence: V.
const (
	Registered Channel = "registered" // lettre recommandée avec accusé de réception
	Tracked    Channel = "tracked"    // lettre suivie
	Post       Channel = "post"
	Email      Channel = "email"
	Handed     Channel = "handed" // against a signature, at a desk
	Portal     Channel = "portal" // on the applicant's account
)

// Known reports whether c is one of the channels.
func (c Channel) Known() bool {
	switch c {
	case Registered, Tracked, Post, Email, Handed, Portal:
		return true
	}
	return false
}

// Dispatch is a letter sent to the applicant (préavis, avertissement,
// attestation, decision), or what is learnt of it later: an event of the same
// Subject and Ref adds the day of delivery, the proof, the answer.
type Dispatch struct {
	Subject   Subject                `json:"subject"`
	Ref       string                 `json:"ref,omitempty"`     // names the letter, for what is learnt later; a code, never a name
	Motive    demand.StrikeOffMotive `json:"motive,omitempty"`  // Warning: of the strike-off that follows
	Channel   Channel                `json:"channel,omitempty"` // none in what is learnt later
	Proof     string                 `json:"proof,omitempty"`   // reference of the proof of delivery, where it is kept
	Sent      demand.Date            `json:"sent,omitzero"`
	Received  demand.Date            `json:"received,omitzero"` // delivered to the applicant
	Answered  demand.Date            `json:"answered,omitzero"` // the applicant answered
	Candidacy string                 `json:"candidacy,omitempty"`
}

// Posted is a letter as it is known on a day.
type Posted struct {
	Dispatch
	By      ID   // the first event that tells of it
	Settled bool // a warning that a reactivation has settled: nothing follows from it any more
}

// post notes a letter, or what is learnt of one.
func (s *State) post(e *Event) {
	if e.Dispatch.Ref != "" {
		for i := len(s.Letters) - 1; i >= 0; i-- {
			if p := &s.Letters[i]; p.Ref == e.Dispatch.Ref && p.Subject == e.Dispatch.Subject {
				p.learn(&e.Dispatch)
				return
			}
		}
	}
	s.Letters = append(s.Letters, Posted{Dispatch: e.Dispatch, By: e.ID})
}

// learn adds what a later event tells of the letter.
func (p *Posted) learn(d *Dispatch) {
	learn(&p.Motive, d.Motive)
	learn(&p.Channel, d.Channel)
	learn(&p.Proof, d.Proof)
	learn(&p.Sent, d.Sent)
	learn(&p.Received, d.Received)
	learn(&p.Answered, d.Answered)
	learn(&p.Candidacy, d.Candidacy)
}

func learn[T comparable](known *T, told T) {
	var nothing T
	if told != nothing {
		*known = told
	}
}

// settleWarnings ends the warnings sent so far: the demand lives again.
func (s *State) settleWarnings() {
	for i := range s.Letters {
		if s.Letters[i].Subject == Warning {
			s.Letters[i].Settled = true
		}
	}
}

// LastLetter gives the last letter on a subject by the day it was sent, and for a
// warning before the strike-off of a motive; the motive "" admits all. It leaves
// out the warnings that are settled.
func (s *State) LastLetter(subject Subject, motive demand.StrikeOffMotive) (Posted, bool) {
	best := -1
	for i := range s.Letters {
		p := &s.Letters[i]
		if p.Subject != subject || p.Settled || motive != "" && p.Motive != motive {
			continue
		}
		if best < 0 || !p.Sent.Before(s.Letters[best].Sent) {
			best = i
		}
	}
	if best < 0 {
		return Posted{}, false
	}
	return s.Letters[best], true
}

// letter checks what an event tells of a letter.
func (c *checker) letter(e *Event) {
	d := &e.Dispatch
	switch {
	case !d.Subject.Known():
		c.fault("JOU-LET-01", "dispatch.subject")
	case d.Channel == "" && !d.Sent.IsZero(), d.Channel != "" && !d.Channel.Known():
		c.fault("JOU-LET-01", "dispatch.channel")
	}
	c.letterDates(e, c.sentOn(d))
	if d.Subject == Warning && (d.Motive != "" || !d.Sent.IsZero()) && !d.Motive.Known() {
		c.fault("JOU-LET-04", "dispatch.motive")
	}
	if (d.Subject == Warning || d.Subject == RenewalNotice) && !d.Received.IsZero() && d.Proof == "" {
		c.fault("JOU-LET-05", "dispatch.proof")
	}
}

// sentOn gives the day a letter was sent: as the event says, or an earlier one
// under the same reference.
func (c *checker) sentOn(d *Dispatch) demand.Date {
	if d.Ref == "" {
		return d.Sent
	}
	name := letterName{d.Subject, d.Ref}
	if !d.Sent.IsZero() {
		c.sent[name] = d.Sent
	}
	return c.sent[name]
}

func (c *checker) letterDates(e *Event, sent demand.Date) {
	d, told := &e.Dispatch, false
	for _, day := range []demand.Date{d.Sent, d.Received, d.Answered} {
		told = told || !day.IsZero()
		if day.After(e.On) || day.Before(sent) {
			c.fault("JOU-LET-03", "dispatch")
			break
		}
	}
	if sent.IsZero() || !told && d.Proof == "" {
		c.fault("JOU-LET-02", "dispatch.sent")
	}
}

// letterName names a letter among those of a demand.
type letterName struct {
	subject Subject
	ref     string
}
