package demand

// HasMinor says whether a person in charge is under 18 on a day: yes when one
// is, no when none can be, unknown when the list was not given, or when a date
// or a child in shared custody or with visiting right leaves a doubt.
// Law: CCH L.441-2-3 (a minor child opens a ground of DALO). Confidence: V; that
// a child who does not live there all the time leaves a doubt is inferred.
func (f *Form) HasMinor(day Date) Answer {
	if f.Dependants == nil || f.IsAssociation() || day.IsZero() {
		return NotSaid
	}
	out := No
	if len(f.Custody) > 0 {
		out = NotSaid
	}
	for i := range f.Dependants {
		switch born := f.Dependants[i].BirthDate; {
		case born.IsZero():
			out = NotSaid
		case born.AgeOn(day) < 18:
			return Yes
		}
	}
	return out
}
