package api

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// actBody is an act, as a program sends it.
type actBody struct {
	On        demand.Date               `json:"on,omitzero"`
	Form      json.RawMessage           `json:"form,omitempty"` // the whole common form, after the act
	Origins   []demand.Origin           `json:"origins,omitempty"`
	Receipt   string                    `json:"receipt,omitempty"`
	Facts     charter.Facts             `json:"facts,omitzero"`
	Motive    demand.StrikeOffMotive    `json:"motive,omitempty"`
	SubMotive demand.StrikeOffSubMotive `json:"sub_motive,omitempty"`
	Other     string                    `json:"other,omitempty"`
	Case      string                    `json:"case,omitempty"`
	Mark      journal.Mark              `json:"mark,omitzero"`
	Treatment journal.Treatment         `json:"treatment,omitzero"`
	Letter    *journal.Dispatch         `json:"letter,omitempty"`
	Distinct  []string                  `json:"distinct,omitempty"`
}

func (b *actBody) command(act charter.Act) (registry.Command, error) {
	f, err := form(b.Form)
	return registry.Command{Act: act, On: b.On, Form: f, Origins: b.Origins, Receipt: b.Receipt, Facts: b.Facts, Motive: b.Motive, SubMotive: b.SubMotive,
		Other: b.Other, Case: b.Case, Mark: b.Mark, Treatment: b.Treatment, Letter: b.Letter, Distinct: b.Distinct}, err
}

// register takes a demand in.
func register(c *call) error { return c.do(charter.Register, "") }

// act does an act on a demand.
func act(c *call) error {
	a := charter.Act(c.r.PathValue("act"))
	if a == charter.Register || !slices.Contains(acts(), a) {
		return &web.Error{Status: http.StatusNotFound, Detail: "Cet acte n’est pas de ceux de l’interface : voir sa description."}
	}
	return c.do(a, c.r.PathValue("demand"))
}

// acts are the acts of the interface, in order.
func acts() []charter.Act {
	return []charter.Act{
		charter.Register, charter.Separate, charter.Verify, charter.IssueNumber, charter.Attest, charter.Modify, charter.Correct, charter.Renew,
		charter.StrikeOff, charter.Restore, charter.Reactivate, charter.Merge, charter.Unmerge, charter.GiveLabel, charter.EndLabel,
		charter.RequestPaper, charter.FilePaper, charter.Designate, charter.Examine, charter.Allocate, charter.Offer, charter.AnswerOffer,
		charter.Lease, registry.Letter,
	}
}

func (c *call) do(a charter.Act, key string) error {
	var body actBody
	if err := c.read(&body); err != nil {
		return err
	}
	cmd, err := body.command(a)
	if err != nil {
		return err
	}
	cmd.Demand = key
	if a == charter.Separate {
		cmd.Demand, cmd.Other = "", key
	}
	if cmd.Seen, err = c.seen(); err != nil {
		return err
	}
	if cmd.Key, err = c.key(); err != nil {
		return err
	}
	out, err := c.registry.Do(c.r.Context(), c.agent, cmd)
	if err != nil {
		return err
	}
	c.w.Header().Set("ETag", tag(out.Seq))
	if out.Replayed {
		c.w.Header().Set("Idempotent-Replayed", "true")
	}
	status := http.StatusOK
	if a == charter.Register || a == charter.Separate {
		c.w.Header().Set("Location", prefix+"/demands/"+out.Demand)
		status = http.StatusCreated
	}
	return c.answer(status, out)
}

// shown is a demand as the interface gives it.
type shown struct {
	Demand    string                    `json:"demand"`
	Seq       int64                     `json:"seq"`
	Status    journal.Status            `json:"status"`
	Seniority demand.Date               `json:"seniority,omitzero"`
	StruckOff demand.Date               `json:"struck_off_on,omitzero"`
	Motive    demand.StrikeOffMotive    `json:"motive,omitempty"`
	SubMotive demand.StrikeOffSubMotive `json:"sub_motive,omitempty"`
	Form      *demand.Form              `json:"form,omitempty"` // only what is open
	Open      []charter.Field           `json:"open"`           // classes of data that are open; the others are hidden, not empty
	Dates     map[string]calendar.Due   `json:"dates,omitempty"`
	Stale     []string                  `json:"stale,omitempty"`
	Labels    []journal.Mark            `json:"labels,omitempty"`
	Tasks     []journal.Task            `json:"tasks,omitempty"`
	Treatment []journal.Treatment       `json:"treatments,omitempty"`
	Letters   []journal.Dispatch        `json:"letters,omitempty"`
	Conflicts []journal.Conflict        `json:"conflicts,omitempty"`
	GoesOn    string                    `json:"goes_on,omitempty"`
}

func shownOf(v *registry.View) shown {
	s := shown{Demand: v.Demand, Seq: v.Seq, Status: v.State.Status, Seniority: v.State.Seniority, StruckOff: v.State.StruckOffOn,
		Motive: v.State.Motive, SubMotive: v.State.SubMotive, Stale: v.Stale, Tasks: v.State.Tasks, Conflicts: v.State.Conflicts, GoesOn: v.GoesOn, Open: []charter.Field{}}
	if v.State.Status == journal.Deleted {
		return s
	}
	s.Form, s.Open = &v.Form, v.Sight.Fields()
	for _, l := range v.State.Labels {
		s.Labels = append(s.Labels, l.Mark)
	}
	for _, t := range v.State.Treatments {
		s.Treatment = append(s.Treatment, t.Treatment)
	}
	for _, l := range v.State.Letters {
		s.Letters = append(s.Letters, l.Dispatch)
	}
	if v.Dated && v.Sight.May(charter.FieldDates) {
		s.Dates = map[string]calendar.Due{}
		for name, due := range v.Dates.All() {
			s.Dates[name] = due
		}
	}
	return s
}

// show gives a demand.
func show(c *call) error {
	v, err := c.registry.Show(c.r.Context(), c.agent, c.r.PathValue("demand"))
	if err != nil {
		return err
	}
	c.w.Header().Set("ETag", tag(v.Seq))
	return c.answer(http.StatusOK, shownOf(&v))
}

// searchBody is who is looked for: a number, or what is known of a person.
type searchBody struct {
	Number string          `json:"number,omitempty"`
	Form   json.RawMessage `json:"form,omitempty"` // a partial form
}

type found struct {
	Demands []registry.Candidate `json:"demands"`
}

// search finds demands by number or by person.
func search(c *call) error {
	var body searchBody
	if err := c.read(&body); err != nil {
		return err
	}
	if body.Number != "" {
		key, err := c.registry.ByNumber(c.r.Context(), body.Number)
		if err != nil {
			return err
		}
		v, err := c.registry.Show(c.r.Context(), c.agent, key)
		if err != nil {
			return err
		}
		return c.answer(http.StatusOK, found{[]registry.Candidate{{Demand: key, Seq: v.Seq, Status: v.State.Status, Deposited: v.Form.DepositedOn, Desk: v.State.Desk, Probability: 1, Sure: true}}})
	}
	f, err := form(body.Form)
	if err != nil {
		return err
	}
	if f == nil {
		return &web.Error{Status: http.StatusUnprocessableEntity, Detail: "Donner un numéro unique dans « number », ou ce qui est connu de la personne dans « form »."}
	}
	out, err := c.registry.Search(c.r.Context(), c.agent, f)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, found{append([]registry.Candidate{}, out...)})
}

type checked struct {
	Faults      demand.Faults `json:"faults"`
	Registrable demand.Faults `json:"registrable"` // what the number still needs
	Complete    demand.Faults `json:"complete"`    // what instruction still needs
}

// check says what the library thinks of a form, without keeping anything.
func check(c *call) error {
	var raw json.RawMessage
	if err := c.read(&raw); err != nil {
		return err
	}
	f, faults := demand.DecodeForm(raw)
	day := c.registry.Today()
	ch, err := c.registry.CharterOn(day)
	if err != nil {
		return err
	}
	in := demand.Setting{AsOf: day, Profile: ch.Profile, Territory: ch.Territory.Number}
	out := checked{Faults: append(demand.Faults{}, faults...), Registrable: demand.Faults{}, Complete: demand.Faults{}}
	out.Faults = append(out.Faults, demand.Validate(&f, in)...)
	out.Registrable = append(out.Registrable, demand.Registrable(&f, in)...)
	out.Complete = append(out.Complete, demand.Complete(&f, in)...)
	return c.answer(http.StatusOK, out)
}
