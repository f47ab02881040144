package commission

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// Lease is what a landlord records when it strikes a demand off because the
// lease is signed (RADATT).
// Law: CCH R.441-2-9 (from 1 Jan 2013), arrêté of 17 Sep 2012 §6.2. Confidence: V.
type Lease struct {
	Landlord      string                     `json:"landlord,omitzero"`       // SIREN
	SignedOn      demand.Date                `json:"signed_on,omitzero"`      // of the lease
	AlreadyTenant demand.Answer              `json:"already_tenant,omitzero"` // of that landlord
	RPLS          string                     `json:"rpls,omitzero"`           // identifier of the dwelling in the national register
	Dwelling      LeasedDwelling             `json:"dwelling,omitzero"`       // when there is no identifier, until 31 Dec 2015
	Agreement     demand.CollectiveAgreement `json:"agreement,omitzero"`      // accord collectif
	DALO          demand.DALOStatus          `json:"dalo,omitzero"`           // optional in 2012
	Quota         demand.Quota               `json:"quota,omitzero"`          // reservation quota charged
}

// LeasedDwelling describes a dwelling that has no identifier in the register.
type LeasedDwelling struct {
	Address demand.Address      `json:"address,omitzero"`
	Type    demand.RPLSType     `json:"type,omitzero"` // number of main rooms
	Surface decimal.NullDecimal `json:"surface,omitzero"`
	ZUS     demand.ZUSStatus    `json:"zus,omitzero"`
	Rent    decimal.NullDecimal `json:"rent,omitzero"`
}

// leaseDataSince is the day R.441-2-9 appears. Confidence: V.
var leaseDataSince = demand.MustDate("2013-01-01")

// addressUntil is the last day on which the description may stand for the
// identifier. Law: arrêté of 23 Mar 2015 §6.2. Confidence: V.
var addressUntil = demand.MustDate("2015-12-31")

// Check lists what is missing or wrong in the data of a lease recorded on a day,
// all at once. Before 2013 nothing was asked.
func (l *Lease) Check(on demand.Date) demand.Faults {
	if on.Before(leaseDataSince) {
		return nil
	}
	var out demand.Faults
	want := func(good bool, code, path string) {
		if !good {
			out = append(out, fault(code, path))
		}
	}
	want(siren(l.Landlord), "COM-BAI-02", "landlord")
	want(!l.SignedOn.IsZero(), "COM-BAI-03", "signed_on")
	want(l.SignedOn.IsZero() || l.SignedOn == on, "COM-BAI-10", "signed_on")
	want(l.AlreadyTenant.Known(), "COM-BAI-04", "already_tenant")
	if l.RPLS == "" {
		described := l.Dwelling.described()
		want(described || on.After(addressUntil), "COM-BAI-05", "rpls")
		want(!on.After(addressUntil), "COM-BAI-06", "rpls")
	}
	want(l.Agreement.Known(), "COM-BAI-07", "agreement")
	want(l.Quota.Known(), "COM-BAI-08", "quota")
	want(l.DALO.Known(), "COM-BAI-09", "dalo")
	return out
}

func (d *LeasedDwelling) described() bool {
	placed := d.Address.Commune != "" && d.Address.Street != ""
	return placed && d.Type.Known() && d.Surface.Valid && d.ZUS.Known() && d.Rent.Valid
}

func siren(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == 9
}
