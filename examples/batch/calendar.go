package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/numbering"
)

const usageCalendar = `batch calendar -profile P -deposited DATE [-renewed DATE]… [-warned MOTIF=DATE]…

Écrit en JSON les dates d'une demande : attestation_due, notice_due,
valid_until, strike_off, reactivable_until, erasure_after, abnormal_delay et
warned_strike_off. Une date inconnue vaut null, et « reasons » dit pourquoi ;
« rules » donne pour chaque date la règle, sa source et sa confiance (V, V2,
INF, U : une date U n'est pas vérifiée pour ce profil).

  -profile P        état du droit : 2000, 2010, 2012, 2015 ou 2017 (par défaut
                    celui du jour de dépôt)
  -deposited DATE   jour de dépôt
  -registered DATE  jour d'enregistrement, dont part la validité sous le profil
                    2000 (par défaut le jour de dépôt)
  -renewed DATE     jour d'un renouvellement ; à répéter pour chacun
  -warned M=DATE    avertissement avant radiation : RADCON (sans réponse) ou
                    RADIRR (irrecevable) ; RADREN est le préavis de
                    renouvellement. M=ENVOI/REMISE sépare les deux jours.
                    Pour un seul avertissement warned_strike_off est une date,
                    pour plusieurs un objet, une date par motif
  -reading R        literal (un an du dernier renouvellement, par défaut) ou
                    anniversary (d'anniversaire en anniversaire du dépôt)
  -abnormal-delay N délai anormalement long, en mois, que le préfet a fixé
  -territory T      territoire du numéro (021) : prend le délai publié s'il a
                    été lu, 24 mois pour la Côte-d'Or
  -lang fr|en       langue des raisons (par défaut fr)
`

// calendarLine is the answer of the verb calendar. Dates are null when unknown.
type calendarLine struct {
	Profile          demand.Profile          `json:"profile"`
	AttestationDue   *demand.Date            `json:"attestation_due"`
	NoticeDue        *demand.Date            `json:"notice_due"`
	ValidUntil       *demand.Date            `json:"valid_until"`
	StrikeOff        *demand.Date            `json:"strike_off"`
	ReactivableUntil *demand.Date            `json:"reactivable_until"`
	ErasureAfter     *demand.Date            `json:"erasure_after"`
	AbnormalDelay    *demand.Date            `json:"abnormal_delay"`
	WarnedStrikeOff  any                     `json:"warned_strike_off"` // a date, null, or dates by motive
	LateAnswerUntil  *demand.Date            `json:"late_answer_until,omitempty"`
	Reasons          map[string]string       `json:"reasons,omitempty"`
	Rules            map[string]calendarRule `json:"rules"`
}

type calendarRule struct {
	Rule       string            `json:"rule"`
	Source     string            `json:"source"`
	Confidence demand.Confidence `json:"confidence"`
}

// severalTexts gathers an option given several times.
type severalTexts []string

// String gives the texts, comma-separated.
func (s *severalTexts) String() string { return strings.Join(*s, ",") }

// Set adds a text.
func (s *severalTexts) Set(text string) error {
	*s = append(*s, text)
	return nil
}

// calendarOrder is what the verb is asked.
type calendarOrder struct {
	profile, deposited, registered, reading, territory, lang string
	renewed, warned                                          severalTexts
	delay                                                    int

	c         calendar.Case
	settings  calendar.Settings
	motives   []demand.StrikeOffMotive // warned, in the order given
	published bool                     // the abnormal delay is that of the territory
}

func calendarVerb(c console, args []string) (int, error) {
	flags := flag.NewFlagSet("batch calendar", flag.ContinueOnError)
	var o calendarOrder
	flags.StringVar(&o.profile, "profile", "", "")
	flags.StringVar(&o.deposited, "deposited", "", "")
	flags.StringVar(&o.registered, "registered", "", "")
	flags.StringVar(&o.reading, "reading", "", "")
	flags.StringVar(&o.territory, "territory", "", "")
	flags.StringVar(&o.lang, "lang", "fr", "")
	flags.IntVar(&o.delay, "abnormal-delay", 0, "")
	flags.Var(&o.renewed, "renewed", "")
	flags.Var(&o.warned, "warned", "")
	rest, err := parse(flags, args)
	switch {
	case err != nil:
		return 0, err
	case len(rest) > 0:
		return 0, errors.New("calendar ne prend pas d'argument sans option ; voir « batch calendar -h »")
	}
	given := false
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == "abnormal-delay" })
	for _, step := range [...]func() error{o.readDates, o.readProfile, o.readWarnings, func() error { return o.readSettings(given) }} {
		if err := step(); err != nil {
			return 0, err
		}
	}
	tag, err := langOf(o.lang)
	if err != nil {
		return 0, err
	}
	return exitDone, o.write(c, tag)
}

func (o *calendarOrder) readDates() error {
	if o.deposited == "" {
		return errors.New("donner le jour de dépôt avec -deposited AAAA-MM-JJ ; voir « batch calendar -h »")
	}
	var err error
	if o.c.Deposited, err = dayOf(o.deposited); err != nil {
		return err
	}
	if o.registered != "" {
		if o.c.Registered, err = o.dayAfterDeposit(o.registered, "enregistrement"); err != nil {
			return err
		}
	}
	for _, text := range o.renewed {
		day, err := o.dayAfterDeposit(text, "renouvellement")
		if err != nil {
			return err
		}
		o.c.Renewals = append(o.c.Renewals, day)
	}
	return nil
}

// dayAfterDeposit reads a day that cannot come before the deposit.
func (o *calendarOrder) dayAfterDeposit(text, what string) (demand.Date, error) {
	if text == "" {
		return demand.Date{}, fmt.Errorf("un jour (%s) est vide ; écrire AAAA-MM-JJ, par exemple 2011-06-30", what)
	}
	day, err := dayOf(text)
	if err == nil && day.Before(o.c.Deposited) {
		err = fmt.Errorf("%s le %s : c'est avant le dépôt, le %s ; corriger l'un des deux", what, day.French(), o.c.Deposited.French())
	}
	return day, err
}

func (o *calendarOrder) readProfile() error {
	if o.profile == "" {
		p, ok := demand.ProfileAt(o.c.Deposited)
		if !ok {
			return fmt.Errorf("aucun état du droit n'est connu au %s, jour de dépôt ; donner -profile", o.c.Deposited.French())
		}
		o.profile = string(p)
	}
	if !demand.Profile(o.profile).Known() {
		return fmt.Errorf("profil « %s » inconnu ; choisir 2000, 2010, 2012, 2015 ou 2017", o.profile)
	}
	return nil
}

func (o *calendarOrder) readWarnings() error {
	for _, text := range o.warned {
		code, days, ok := strings.Cut(text, "=")
		motive := demand.StrikeOffMotive(code)
		switch {
		case !ok:
			return fmt.Errorf("-warned « %s » : écrire MOTIF=AAAA-MM-JJ, par exemple RADCON=2011-03-10", text)
		case !motive.Known():
			return fmt.Errorf("motif « %s » inconnu ; choisir RADCON, RADIRR ou RADREN", code)
		}
		for _, m := range o.motives {
			if m == motive {
				return fmt.Errorf("-warned est donné deux fois pour %s ; garder le dernier avertissement", code)
			}
		}
		w, err := o.readWarning(days)
		if err != nil {
			return err
		}
		switch motive {
		case demand.StrikeOffMotiveRADCON:
			o.c.NoAnswer = w
		case demand.StrikeOffMotiveRADIRR:
			o.c.Inadmissible = w
		case demand.StrikeOffMotiveRADREN:
			o.c.Noticed = w.Delivered
		}
		o.motives = append(o.motives, motive)
	}
	return nil
}

// readWarning reads one day, which is both that of sending and of delivery, or two.
func (o *calendarOrder) readWarning(text string) (calendar.Warning, error) {
	sent, delivered, two := strings.Cut(text, "/")
	if !two {
		delivered = sent
	}
	var w calendar.Warning
	var err error
	if w.Sent, err = o.dayAfterDeposit(sent, "avertissement"); err != nil {
		return w, err
	}
	if w.Delivered, err = o.dayAfterDeposit(delivered, "remise de l'avertissement"); err != nil {
		return w, err
	}
	if w.Delivered.Before(w.Sent) {
		return w, fmt.Errorf("avertissement remis le %s, avant son envoi le %s ; écrire ENVOI/REMISE", w.Delivered.French(), w.Sent.French())
	}
	return w, nil
}

func (o *calendarOrder) readSettings(delayGiven bool) error {
	o.settings = calendar.Settings{AbnormalDelayMonths: o.delay, Reading: calendar.Reading(o.reading)}
	switch {
	case calendar.Check(calendar.Settings{Reading: o.settings.Reading}, demand.Profile2015).Blocking():
		return fmt.Errorf("lecture « %s » inconnue ; choisir literal ou anniversary", o.reading)
	case delayGiven && (o.delay == 0 || calendar.Check(o.settings, demand.Profile2015).Blocking()):
		return errors.New("-abnormal-delay est un nombre de mois, de 1 à 240")
	case o.territory == "":
		return nil
	}
	if _, ok := numbering.LookupTerritory(o.territory); !ok {
		return fmt.Errorf("territoire « %s » inconnu ; donner les trois caractères du numéro, 021 pour la Côte-d'Or", o.territory)
	}
	if !delayGiven {
		o.settings.AbnormalDelayMonths, o.published = calendar.PublishedAbnormalDelay(o.territory)
	}
	return nil
}

// calendarAnswer gathers the dates with their reasons and rules.
type calendarAnswer struct {
	line calendarLine
	book *demand.Rulebook
	tag  language.Tag
}

func (o *calendarOrder) write(c console, tag language.Tag) error {
	book, err := app.Rulebook()
	if err != nil {
		return err
	}
	d := calendar.Of(o.c, o.settings, demand.Profile(o.profile))
	a := calendarAnswer{book: book, tag: tag, line: calendarLine{Profile: demand.Profile(o.profile), Reasons: map[string]string{}, Rules: map[string]calendarRule{}}}
	l := &a.line
	l.AttestationDue = a.add("attestation_due", d.Attestation)
	l.NoticeDue = a.add("notice_due", d.Notice)
	l.ValidUntil = a.add("valid_until", d.ValidUntil)
	l.StrikeOff = a.add("strike_off", d.StrikeOff)
	l.ReactivableUntil = a.add("reactivable_until", d.ReactivableUntil)
	l.ErasureAfter = a.add("erasure_after", d.Erasure)
	if o.published {
		d.AbnormalDelay.Rule = "CAL-ANO-04"
	}
	l.AbnormalDelay = a.add("abnormal_delay", d.AbnormalDelay)
	switch len(o.motives) {
	case 0:
		l.WarnedStrikeOff = a.add("warned_strike_off", d.NoAnswer)
	case 1:
		l.WarnedStrikeOff = a.add("warned_strike_off", d.Warned(o.motives[0]))
	default:
		dates := map[demand.StrikeOffMotive]*demand.Date{}
		for _, m := range o.motives {
			dates[m] = a.add("warned_strike_off."+string(m), d.Warned(m))
		}
		l.WarnedStrikeOff = dates
	}
	if d.NoAnswer.Known() {
		l.LateAnswerUntil = a.add("late_answer_until", d.LateAnswer)
	}
	return writeLine(c.out, l)
}

// add notes the rule of a date, or the reason why there is none.
func (a *calendarAnswer) add(name string, due calendar.Due) *demand.Date {
	code := due.Rule
	if !due.Known() {
		code = due.Unknown
		a.line.Reasons[name] = a.book.Sentence(a.tag, demand.Fault{Code: code})
	}
	rule, _ := a.book.Rule(code)
	a.line.Rules[name] = calendarRule{code, rule.Source.String(), rule.Source.Confidence}
	if !due.Known() {
		return nil
	}
	return &due.On
}
