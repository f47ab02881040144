package load

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/sample"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// household is the form of a fictional household, under the name of birth, which
// nobody else of a couple bears; nil when it lacks what identifies it.
func household(f *sample.Filing) *demand.Form {
	form := f.Form(0)
	form.Applicant.Income = demand.Income{}
	p := &form.Applicant
	p.UsedName, p.BirthName = f.Text(sample.ColumnBirthName), ""
	if p.UsedName == "" || p.FirstNames == "" || p.BirthDate.IsZero() {
		return nil
	}
	return form
}

// households gives fictional households without end, another run for each seed.
func households(ctx context.Context, seed uint64, n int) (<-chan *demand.Form, error) {
	filings, err := sample.Population{Records: n, Profile: "easy", Seed: seed}.Filings()
	if err != nil {
		return nil, err
	}
	out := make(chan *demand.Form, 256)
	go func() {
		defer close(out)
		for f := range filings {
			form := household(f)
			if form == nil || f.Again {
				continue
			}
			select {
			case out <- form:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}

// fill writes demands into a store, each with its number.
func fill(ctx context.Context, s store.Store, n int, day demand.Date, now time.Time) error {
	if n == 0 {
		return nil
	}
	forms, err := households(ctx, 7, n*2)
	if err != nil {
		return err
	}
	var wait sync.WaitGroup
	failed := make(chan error, 64)
	work := make(chan int)
	go func() {
		defer close(work)
		for i := range n {
			work <- i
		}
	}()
	for range 64 {
		wait.Go(func() {
			for i := range work {
				form := <-forms
				if form == nil {
					failed <- fmt.Errorf("load: no household left after %d", i)
					return
				}
				if err := register(ctx, s, form, i, day, now); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	wait.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// register writes the two events of a demand as the registry would.
func register(ctx context.Context, s store.Store, form *demand.Form, i int, day demand.Date, now time.Time) error {
	key := fmt.Sprintf("dload%08d", i)
	number, err := numbering.Parse(fmt.Sprintf("021%02d%02d%06d21001", day.Month(), day.Year()%100, i))
	if err != nil {
		return err
	}
	id := func(k int) journal.ID { return journal.ID{Origin: "charge", Counter: uint64(2*i + k)} }
	create := journal.Event{ID: id(1), Demand: key, Kind: journal.Create, On: day, Entered: journal.MomentOf(now), Author: "load", Service: "21001",
		Set: journal.Given(form), Values: form, Origins: []demand.Origin{{Kind: demand.FromApplicant, On: day, By: "21001"}}, Receipt: strings.Replace(key, "d", "r", 1)}
	give := journal.Event{ID: id(2), Demand: key, Kind: journal.Number, On: day, Entered: journal.MomentOf(now), Author: "load", Service: "21001", Number: number}
	_, err = s.Write(ctx, &store.Act{Events: []journal.Event{create, give}, Numbers: []store.Given{{Number: number, Demand: key}}, Expect: map[string]int64{key: 0}, At: now,
		Rows: []store.Row{{Demand: key, Number: number.String(), Status: journal.Active, Desk: "21001", Deposited: day, Communes: []string{"21231"}}}})
	return err
}
