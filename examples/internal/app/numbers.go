package app

import (
	"context"
	"fmt"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// number gives every distinct demand its number: the one it bears since the
// oldest deposit, or a new one when the charter allows it.
func (r *Result) number() error {
	given := givenRoots{}
	for i := range r.Accepted {
		if n := r.Accepted[i].Form.Number; !n.IsZero() {
			given[n.Root()] = true
		}
	}
	issuer, err := numbering.NewIssuer(&numbering.MemoryCounter{},
		numbering.WithTaken(given), numbering.WithTerritories(r.Job.Charter.Territory.Number),
		numbering.WithMaxSkips(numbering.SequenceLimit))
	if err != nil {
		return fmt.Errorf("numéros : %w", err)
	}
	for i := range r.Demands {
		if err := r.numberOne(&r.Demands[i], issuer, given); err != nil {
			return err
		}
	}
	return nil
}

func (r *Result) numberOne(d *Distinct, issuer *numbering.Issuer, given givenRoots) error {
	for _, row := range d.Rows {
		n := r.Accepted[row].Form.Number
		switch {
		case n.IsZero() || n == d.Number:
		case d.Number.IsZero():
			d.Number, d.Status = n, NumberKept
		default:
			d.Former = appendOnce(d.Former, n)
		}
	}
	if d.Number.IsZero() {
		if err := r.issue(d, issuer, given); err != nil {
			return err
		}
	}
	d.Form.Number = d.Number
	d.Form.DepositedOn = d.DepositedOn
	if d.RenewedOn.After(d.DepositedOn) {
		d.Form.RenewedOn = d.RenewedOn
	}
	for _, n := range d.Former {
		d.Form.FormerNumbers = append(d.Form.FormerNumbers, n.String())
	}
	return nil
}

// issue asks the charter, then the issuer, in the name of the desk of first deposit.
func (r *Result) issue(d *Distinct, issuer *numbering.Issuer, given givenRoots) error {
	first := &r.Accepted[d.Rows[0]]
	missing := demand.Registrable(&first.Form, r.Job.Setting)
	decision := r.decide(&first.Form, charter.IssueNumber, missing)
	if decision.Outcome != charter.Allowed {
		d.Status = NumberWithheld
		for _, f := range decision.Faults() {
			r.find(first.File, demand.Finding{Row: first.Row, Fault: f})
		}
		return nil
	}
	deposit := numbering.Deposit{Territory: r.Job.Charter.Territory.Number, Year: d.DepositedOn.Year(), Month: d.DepositedOn.Month()}
	n, err := issuer.Next(context.Background(), deposit, first.Desk)
	if err != nil {
		return fmt.Errorf("attribution d'un numéro (%s, ligne %d) : %w", first.File, first.Row, err)
	}
	given[n.Root()] = true
	d.Number, d.Status = n, NumberIssued
	return nil
}

// givenRoots holds the territory, month and sequence of the numbers given.
type givenRoots map[numbering.Root]bool

// Taken implements [numbering.Taken].
func (g givenRoots) Taken(_ context.Context, n numbering.Number) (bool, error) {
	return g[n.Root()], nil
}

func appendOnce(all []numbering.Number, n numbering.Number) []numbering.Number {
	for _, m := range all {
		if m == n {
			return all
		}
	}
	return append(all, n)
}
