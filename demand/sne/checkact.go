package sne

import "github.com/fichier-unique/rules/demand"

// addressOnlyUntil is the last day on which the address may stand for the
// identifier of the dwelling. Law: arrêté of 23 Mar 2015 §6.2. Confidence: V.
var addressOnlyUntil = demand.MustDate("2015-12-31")

// allocationSince is the day R.441-2-9 appears. Confidence: V.
var allocationSince = demand.MustDate("2013-01-01")

// fileType asks for what each type of file must hold beyond its header: the
// number for everything but a creation, the act for a strike-off.
func (c *checking) fileType(h *Header) {
	switch h.FileType {
	case demand.FileTypeMOD, demand.FileTypeREN, demand.FileTypeRAD, demand.FileTypeSUP:
	default:
		return
	}
	c.want("SNE-PRO-01", !c.rec.Form.Number.IsZero(), "numUnique", "number")
	switch h.FileType {
	case demand.FileTypeREN:
		c.want("SNE-PRO-01", !c.rec.Form.RenewedOn.IsZero(), "dateRenouvellement", "renewed_on")
	case demand.FileTypeRAD:
		s, found, there := c.rec.StrikeOff()
		c.want("SNE-PRO-01", there, strikeOffName, "")
		c.found = append(c.found, found...)
		if there {
			c.strikeOff(h, &s)
		}
	}
}

func (c *checking) strikeOff(h *Header, s *StrikeOff) {
	if s.Motive == "" {
		return // undo
	}
	if s.Motive == demand.StrikeOffMotiveRADIRR && h.Version == "02.01" {
		c.want("SNE-RAD-01", s.SubMotive != "", "radiation/sousMotifRadiation", "strike_off.sub_motive")
	}
	if s.Motive != demand.StrikeOffMotiveRADATT || s.On.Before(allocationSince) {
		return
	}
	for _, w := range [...]struct {
		there       bool
		cell, field string
	}{
		{s.Landlord != "", "sirenBailleur", "landlord"}, {!s.LeaseOn.IsZero(), "dateSignatureBail", "lease_on"},
		{s.AlreadyTenant.Known(), "dejaLocataire", "already_tenant"}, {s.Agreement != "", "accordCollectif", "agreement"},
		{s.Quota != "", "typeReservataire", "quota"},
	} {
		c.want("SNE-RAD-02", w.there, "radiation/"+w.cell, "strike_off."+w.field)
	}
	if s.On.Before(s.LeaseOn) {
		c.find("SNE-RAD-03", "radiation/dateRadiation", "strike_off.on")
	}
	if s.RPLS != "" {
		return
	}
	byAddress := s.Address != (demand.Address{}) && s.Type != "" && s.Surface.Valid && s.ZUS != "" && s.Rent.Valid
	c.want("SNE-RAD-02", byAddress && !s.On.After(addressOnlyUntil), "radiation/identifiantRPLS", "strike_off.rpls")
}

// wanted reports whether a file of this type carries the whole demand.
func wanted(t demand.FileType) bool {
	return t != demand.FileTypeRAD && t != demand.FileTypeSUP && t != demand.FileTypeDIS && t != demand.FileTypeRET && t != demand.FileTypeCOP
}
