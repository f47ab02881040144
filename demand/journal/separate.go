package journal

import "github.com/fichier-unique/rules/demand"

// Leave makes the form of a member of the couple who files apart: the person's
// own data alone, and nothing of the one who stays. The children who follow are
// entered with the person, at the desk. It is false when the household has no
// such co-holder.
//
// The event that records it is of kind Separate, with Other the first demand and
// Seniority its first deposit: both keep the seniority.
// Law: CCH L.441-1 since the law of 24 March 2014 (ALUR). Confidence: V.
func (s *State) Leave(coHolder int) (demand.Form, demand.Date, bool) {
	if coHolder < 0 || coHolder >= len(s.Form.CoHolders) {
		return demand.Form{}, demand.Date{}, false
	}
	p := s.Form.CoHolders[coHolder].Person
	// What was entered with him for the household is not his alone.
	p.DependantsReceived, p.DependantsPaid = nil, nil
	return demand.Form{Version: s.Form.Version, Applicant: p}, s.Seniority, true
}
