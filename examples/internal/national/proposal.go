package national

import (
	"bytes"
	"context"
	"fmt"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// Proposal is an act made on the national portal, as an event for the registry
// to judge and to write. The identifier, the author and, for a creation, the key
// of the demand are the registry's; the receipt makes the same file, sent
// twice, have one effect.
type Proposal struct {
	File     string
	Rank     int
	Kind     Kind
	Number   numbering.Number
	Event    journal.Event
	Findings []demand.Finding // what could not be read of it
}

// acts reads a file of acts. What is no act, or is about a demand unknown here,
// is noted.
func (l *Link) acts(ctx context.Context, name string, body []byte) (Receipt, error) {
	r, err := sne.Read(bytes.NewReader(body), sne.Limits{})
	if err != nil {
		return l.keepUnread(ctx, name, name, body)
	}
	in := receiving{link: l, ctx: ctx, file: name, act: &store.Act{At: l.Now()}, sent: map[string]*remembered{}}
	h := r.Header()
	for rec, err := range r.Records() {
		if err != nil {
			return l.keepUnread(ctx, name, name, body)
		}
		key, known, err := l.bearer(ctx, rec.Form.Number)
		if err != nil {
			return Receipt{}, err
		}
		in.propose(&h, &rec, key, known)
	}
	if len(in.act.Records) == 0 {
		return in.out, nil
	}
	return in.write()
}

// propose turns one record into a proposal, or notes why it is none.
func (in *receiving) propose(h *sne.Header, rec *sne.Record, key string, known bool) {
	p := Proposal{File: in.file, Rank: rec.Index, Kind: Kind(h.FileType), Number: rec.Form.Number, Findings: rec.Findings}
	p.Event = journal.Event{
		Demand: key, Service: rec.Form.Desk, Receipt: fmt.Sprintf("%s/%d", in.file, rec.Index), Entered: journal.MomentOf(in.link.Now()),
	}
	noted := Noted{Demand: key, Desk: rec.Form.Desk, Rank: rec.Index, Kind: p.Kind}
	element, understood := p.read(h, rec)
	created := p.Event.Kind == journal.Create
	switch {
	case !understood:
		noted.Fault = fault(codeNotAnAct, demand.Param{Name: "type", Value: typeName(h.FileType)})
	case created && known:
		noted.Fault = fault(codeKnown)
	case !created && !known:
		noted.Fault = fault(codeUnknown)
	case p.Event.On.IsZero():
		noted.Fault = fault(codeNoDate, demand.Param{Name: "element", Value: element})
	}
	if noted.Fault.Code != "" {
		in.note(noted)
		return
	}
	in.out.Proposals = append(in.out.Proposals, p)
}

// typeName is a type of file fit to be shown: one of the interface's, or none.
func typeName(t demand.FileType) string {
	if t.Known() {
		return string(t)
	}
	return "?"
}

// read draws the event from the record, and names the element that says its day.
func (p *Proposal) read(h *sne.Header, rec *sne.Record) (element string, understood bool) {
	e := &p.Event
	switch h.FileType {
	case demand.FileTypeCRE:
		e.Kind, e.On, element = journal.Create, rec.Form.DepositedOn, "dateCreationDemande"
		e.Number = rec.Form.Number // given after the papers were seen there: no desk has to verify it again (INF)
	case demand.FileTypeMOD:
		e.Kind, e.On, element = journal.Modify, dayOf(h.FileDate), "entete/dateFichier"
	case demand.FileTypeREN:
		e.Kind, e.On, element = journal.Renew, rec.Form.RenewedOn, "dateRenouvellement"
	case demand.FileTypeRAD:
		s, found, there := rec.StrikeOff()
		p.Findings = append(p.Findings, found...)
		e.Kind, e.On, e.Motive, e.SubMotive = journal.StrikeOff, s.On, s.Motive, s.SubMotive
		if s.Motive == "" {
			e.Kind, p.Kind = journal.Restore, Undone
		}
		// A motive that cannot be read is not an empty one.
		return "radiation/dateRadiation", there && (s.Motive != "" || len(found) == 0)
	default:
		return "", false
	}
	form := rec.Form
	e.Set, e.Values = journal.Given(&form), &form
	e.Origins = []demand.Origin{{Kind: demand.FromApplicant, On: e.On, By: rec.Form.Desk}}
	return element, true
}

// Took says that the registry has written a proposal under a key: the other side
// holds the act already, and it is not sent back to it.
func (l *Link) Took(ctx context.Context, key string, p Proposal) error {
	s, version, err := read[Sent](ctx, l.Store, kindSent, key, l.Now())
	if err != nil {
		return err
	}
	to := s.Confirmed
	switch p.Kind {
	case Created:
		s = Sent{Demand: key, Number: p.Number, Desk: p.Event.Service, Deposited: p.Event.On}
		to.Renewed = p.Event.Values.RenewedOn
	case Renewed:
		to.Renewed = p.Event.On
	case StruckOff:
		to.Motive, to.SubMotive, to.StruckOff = p.Event.Motive, p.Event.SubMotive, p.Event.On
	}
	s.Confirmed = p.Kind.apply(s.Confirmed, to)
	if _, err := l.Store.Write(ctx, &store.Act{Records: []store.Record{record(kindSent, key, version, s)}, At: l.Now()}); err != nil {
		return fmt.Errorf("national: note that a proposal was written: %w", err)
	}
	return nil
}
