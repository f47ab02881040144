package matching

// BrokenCeilings compares all pairs of a set in full and counts, by part, the pairs of which a part weighs more
// than what a look at the rows said it could.
func BrokenCeilings(s *Set) (broken map[string]int, pairs int) {
	broken = make(map[string]int)
	k, c := newCeilings(&s.model, &s.stats), newComparer(s)
	w := s.newWalk(0, 1)
	w.full = true
	w.each(func(_ uint32, _ Key, e *evidence, _ *outcome) bool {
		pairs++
		gain := func(fields ...Field) (sum float32) {
			for _, f := range fields {
				if l := e.levels[f]; l != LevelMissing {
					sum += s.model.same[slotOf(f, &e.levels)][l] - e.chance[f]
				}
			}
			return sum
		}
		var alone evidence
		c.compareFirsts(&w.v, &w.w, &alone)
		first := s.model.known(&alone, FieldFirstNames, FieldFirstNames)
		if mayBeSwapped(w.v.ids, w.w.ids) {
			first = max(first, k.firstElse)
		}
		for name, p := range map[string][2]float32{
			"contact": {gain(FieldPhone, FieldEmail), k.contact(w.v.ids, w.w.ids)},
			"origin":  {gain(FieldSex, FieldBirthPlace, FieldBirthCountry), k.origin(w.v.ids, w.w.ids)},
			"town":    {gain(FieldPostalCode), k.town(w.v.ids, w.w.ids)},
			"home":    {gain(FieldAddress), k.home(w.v.ids, w.w.ids)},
			"name":    {gain(FieldBirthName), k.name(&s.model, &w.v, &w.w)},
			"first":   {gain(FieldFirstNames), first},
			"date":    {gain(FieldBirthDate), k.date[e.levels[FieldBirthDate]]},
		} {
			if p[0] > p[1]+1e-4 {
				broken[name]++
			}
		}
		if c.farStreets(&w.v, &w.w) && gain(FieldAddress) > k.street+1e-4 {
			broken["street"]++
		}
		return true
	})
	return broken, pairs
}
