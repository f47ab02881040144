package national_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"math/rand"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
)

// lottery is a file where anything happens, in any order.
type lottery struct {
	*scene
	draw *rand.Rand
	sim  *simulator.Simulator
	keys []string
}

// Whatever happens to demands, in whatever order, with whatever bad days: once
// all is answered, the other side holds what the file holds.
func TestConverges(t *testing.T) {
	for seed := range int64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel() // most of the time goes to the disk
			l := &lottery{scene: begin(t, "2015-06-01 20:00"), draw: rand.New(rand.NewSource(seed))}
			l.link.Settings.MaxDemands, l.link.Settings.MaxEvents = 3, 7
			l.link.Allocation = func(_ context.Context, s *journal.State) (*sne.StrikeOff, error) {
				return &sne.StrikeOff{
					Landlord: "123456782", LeaseOn: s.StruckOffOn, AlreadyTenant: demand.No, RPLS: "2100000001",
					Agreement: demand.CollectiveAgreementAUCUN, Quota: demand.QuotaAUCUN,
				}, nil
			}
			var err error
			l.sim, err = simulator.New(simulator.Settings{Seed: uint64(seed), Territory: "021", Now: l.clock.now, Faults: simulator.Faults{
				Outage: 0.1, Slow: 0.2, SlowBy: 40 * time.Hour, Anomalies: 0.1, Lost: 0.2, Twice: 0.2,
			}})
			if err != nil {
				t.Fatal(err)
			}
			for range 45 {
				for range l.draw.Intn(4) {
					l.something()
				}
				l.exchange()
			}
			if err := l.sim.SetFaults(simulator.Faults{}); err != nil {
				t.Fatal(err)
			}
			for range 5 {
				l.exchange()
			}
			l.agree()
		})
	}
}

// something happens to a demand, or one is filed.
func (l *lottery) something() {
	today := l.clock.today()
	if len(l.keys) < 6 || l.draw.Intn(8) == 0 {
		key := fmt.Sprintf("d%02d", len(l.keys))
		l.keys = append(l.keys, key)
		l.register(key, len(l.keys), today)
		return
	}
	key := l.keys[l.draw.Intn(len(l.keys))]
	motives := []demand.StrikeOffMotive{demand.StrikeOffMotiveRADABA, demand.StrikeOffMotiveRADATT}
	switch l.draw.Intn(10) {
	case 0, 1:
		l.modify(key, today, 1+l.draw.Intn(5))
	case 2:
		l.modify(key, today.AddDays(l.draw.Intn(4)), 1+l.draw.Intn(5)) // with effect later
	case 3, 4:
		l.write(l.event(key, journal.Renew, today))
	case 5, 6:
		l.strikeOff(key, today, motives[l.draw.Intn(2)])
	case 7:
		l.write(l.event(key, journal.Restore, today))
	case 8:
		l.write(l.event(key, journal.Reactivate, today), l.event(key, journal.Renew, today))
	default:
		l.rare(key, today)
	}
}

// rare is what seldom happens.
func (l *lottery) rare(key string, today demand.Date) {
	kinds := []journal.Kind{journal.Merge, journal.Unmerge, journal.Delete}
	e := l.event(key, kinds[l.draw.Intn(3)], today)
	if e.Kind != journal.Delete {
		e.Other, e.Absorbed = "d00", true
		if key == e.Other {
			return
		}
	}
	l.write(e)
}

// exchange is an evening; whatever was refused is put back on the list.
func (l *lottery) exchange() {
	ctx := context.Background()
	if _, err := l.link.Run(ctx); err != nil {
		l.t.Fatal(err)
	}
	_, _ = l.link.Deliver(ctx, slow{l.sim}) // an outage, or a lost answer: tomorrow
	for _, again := range l.sim.Repeated() {
		if _, err := l.link.Receive(ctx, national.AnswerName(again.Name), again.Body); err != nil {
			l.t.Fatal(err)
		}
	}
	found, err := l.link.Findings(ctx, "")
	if err != nil {
		l.t.Fatal(err)
	}
	for _, f := range found {
		if err := l.link.Settle(ctx, f.Key); err != nil {
			l.t.Fatal(err)
		}
		if err := l.link.Again(ctx, f.Demand); err != nil {
			l.t.Fatal(err)
		}
	}
	l.tomorrow()
}

// slow is a simulator whose answers may come later.
type slow struct{ sim *simulator.Simulator }

func (s slow) Send(_ context.Context, name string, body []byte) ([]byte, error) {
	answer, _, err := s.sim.Take(name, body)
	return answer, err
}

func (s slow) Fetch(_ context.Context, answer string) ([]byte, error) {
	file, _ := national.AnswerTo(answer)
	return s.sim.Answer(file)
}

func (l *lottery) here() iter.Seq2[national.Side, error] {
	return func(yield func(national.Side, error) bool) {
		for _, key := range l.keys {
			entries, _ := l.store.Of(context.Background(), key)
			var events []journal.Event
			for _, e := range entries {
				events = append(events, e.Event)
			}
			j, _ := journal.New(events...)
			s := j.Fold(key, journal.At{Day: l.clock.today().AddDays(-1)}) // the last evening
			side, ok := national.SideOf(&s, false)
			if s.Status == journal.StruckOff {
				side.Renewed = demand.Date{} // a renewal received meanwhile waits for the demand to be restored
			}
			if ok && !yield(side, nil) {
				return
			}
		}
	}
}

func (l *lottery) agree() {
	var extract bytes.Buffer
	if err := l.sim.Extract(&extract); err != nil {
		l.t.Fatal(err)
	}
	there := func(yield func(national.Side, error) bool) {
		for s, err := range national.ReadExtract(&extract) {
			if s.Motive != "" {
				s.Renewed = demand.Date{}
			}
			if !yield(s, err) {
				return
			}
		}
	}
	d, b, err := l.link.Reconcile(context.Background(), l.here(), there)
	if err != nil {
		l.t.Fatal(err)
	}
	if len(d) > 0 {
		l.t.Errorf("%+v\n%+v", b, d)
	}
}
