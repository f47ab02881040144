package national

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/numbering"
)

// Snapshot is a demand as the national system holds it, as far as the link needs
// it.
type Snapshot struct {
	There     bool                      `json:"there,omitempty"`
	Digest    string                    `json:"digest,omitempty"` // SHA-256 of what its file says of the household and the dwelling
	Renewed   demand.Date               `json:"renewed,omitzero"`
	Motive    demand.StrikeOffMotive    `json:"motive,omitempty"`
	SubMotive demand.StrikeOffSubMotive `json:"sub_motive,omitempty"`
	StruckOff demand.Date               `json:"struck_off,omitzero"`
}

func (s *Snapshot) sameStrike(o *Snapshot) bool {
	return s.Motive == o.Motive && s.SubMotive == o.SubMotive && s.StruckOff == o.StruckOff
}

// Kind is what one act of a transfer does on the other side.
type Kind string

// The acts, in the order in which a day's are applied.
const (
	Created   Kind = "CRE"
	Separated Kind = "CRS"
	Undone    Kind = "RAD-" // a strike-off undone: file type RAD, empty motive
	Modified  Kind = "MOD"
	Renewed   Kind = "REN"
	StruckOff Kind = "RAD"
	Removed   Kind = "SUP"
)

// kinds lists the acts in their order.
var kinds = []Kind{Created, Separated, Undone, Modified, Renewed, StruckOff, Removed}

// fileType gives the type of the file that carries the act.
func (k Kind) fileType() demand.FileType {
	if k == Undone {
		return demand.FileTypeRAD
	}
	return demand.FileType(k)
}

// lead gives the acts that lead from what the other side holds to what it should
// hold.
func lead(from, to *Snapshot, separated bool) []Kind {
	var acts []Kind
	switch {
	case !to.There && from.There:
		return []Kind{Removed}
	case !to.There:
		return nil
	case !from.There:
		acts = []Kind{Created}
		if separated {
			acts[0] = Separated
		}
	default:
		if from.Motive != "" {
			if from.sameStrike(to) {
				return nil // nothing is changed in a demand struck off
			}
			acts = append(acts, Undone)
		}
		switch {
		case from.Renewed != to.Renewed && !to.Renewed.IsZero():
			acts = append(acts, Renewed)
		case from.Digest != to.Digest:
			acts = append(acts, Modified)
		}
	}
	if to.Motive != "" {
		acts = append(acts, StruckOff)
	}
	return acts
}

// apply gives what the other side holds once an act is taken.
func (k Kind) apply(from, to Snapshot) Snapshot {
	switch k {
	case Created, Separated:
		return Snapshot{There: true, Digest: to.Digest, Renewed: to.Renewed}
	case Undone:
		from.Motive, from.SubMotive, from.StruckOff = "", "", demand.Date{}
	case Modified:
		from.Digest = to.Digest
	case Renewed:
		from.Digest, from.Renewed = to.Digest, to.Renewed
	case StruckOff:
		from.Motive, from.SubMotive, from.StruckOff = to.Motive, to.SubMotive, to.StruckOff
	case Removed:
		return Snapshot{}
	}
	return from
}

// Pending is an act sent and not settled yet.
type Pending struct {
	File  string   `json:"file"`
	Rank  int      `json:"rank"` // in the file, from 1
	Kind  Kind     `json:"kind"`
	To    Snapshot `json:"to"`
	State Reply    `json:"state,omitempty"`
}

// Reply is what the other side said of an act that waits for those before it.
type Reply string

// The replies; none is no answer yet.
const (
	Taken   Reply = "taken"
	Refused Reply = "refused"
)

// Sent is what the link remembers of a demand. It goes once the other side has
// confirmed that it deleted the demand.
type Sent struct {
	Demand    string           `json:"demand"`
	Number    numbering.Number `json:"number"`
	Desk      string           `json:"desk"`
	Deposited demand.Date      `json:"deposited"`
	Separated bool             `json:"separated,omitempty"`
	Confirmed Snapshot         `json:"confirmed"` // what the other side said it holds
	Pending   []Pending        `json:"pending,omitempty"`
}

// told is what the other side will hold once it has answered everything.
func (s *Sent) told() Snapshot {
	at := s.Confirmed
	for i := range s.Pending {
		if p := &s.Pending[i]; p.State != Refused {
			at = p.Kind.apply(at, p.To)
		}
	}
	return at
}

// answer settles an act: taken or refused. Answers may come in any order, while the
// other side took the acts in the order they were sent: what is confirmed follows
// that order.
func (s *Sent) answer(file string, rank int, reply Reply) {
	i := slices.IndexFunc(s.Pending, func(p Pending) bool { return p.File == file && p.Rank == rank })
	if i < 0 {
		return
	}
	s.Pending[i].State = reply
	for len(s.Pending) > 0 && s.Pending[0].State != "" {
		if p := &s.Pending[0]; p.State == Taken {
			s.Confirmed = p.Kind.apply(s.Confirmed, p.To)
		}
		s.Pending = s.Pending[1:]
	}
}

// formOf gives the whole demand as a file carries it. The interface wants to know
// whether other communes are accepted: a box that nobody ticked is a no.
func formOf(now *journal.State, separated bool) demand.Form {
	f := now.Form
	f.Desk = now.Desk
	if !f.Wanted.Extended.Known() {
		f.Wanted.Extended = demand.No
	}
	if separated && !now.Seniority.IsZero() {
		f.DepositedOn = now.Seniority
	}
	return f
}

// digest takes the fingerprint of what the interface carries of a form; the day
// of renewal is apart.
func digest(f demand.Form) (string, error) {
	f.RenewedOn = demand.Date{}
	h := sha256.New()
	err := sne.Write(h, sne.Header{}, slices.Values([]sne.Record{{Index: 1, Form: f}}))
	return hex.EncodeToString(h.Sum(nil)), err
}
