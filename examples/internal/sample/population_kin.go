package sample

// share makes two of a household alike in what a household shares.
func (t *townsfolk) share(a, first *applicant, phone, mail float64) {
	a.home, a.number, a.street, a.town, a.building = first.home, first.number, first.street, first.town, first.building
	a.size = first.size
	if t.chance(phone) {
		a.phone = first.phone
	}
	if t.chance(mail) {
		a.mail = first.mail
	}
}

// spouse draws the other of a couple; half of the wives bear the husband's name.
func (t *townsfolk) spouse(first *applicant) *applicant {
	a := t.draw(first.home)
	a.kin, a.woman = KinSpouse, !first.woman
	if t.chance(0.75) && a.origin != first.origin {
		a.origin = first.origin
		a.birth = t.surname(a.origin)
	}
	a.year = max(1930, min(first.year+t.rng.IntN(11)-5, firstYear+years-18))
	t.firstNames(a)
	t.birthPlace(a)
	t.reach(a)
	t.share(a, first, 0.35, 0.2)
	a.used = ""
	wife, husband := a, first
	if first.woman {
		wife, husband = first, a
	}
	if t.chance(0.55) {
		wife.used = husband.birth
	}
	return a
}

// child draws a grown child at home, now and then of the parent's very name.
func (t *townsfolk) child(first *applicant) *applicant {
	a := t.draw(first.home)
	a.kin, a.origin, a.birth, a.used = KinChild, first.origin, first.birth, ""
	if first.woman && first.used != "" && t.chance(0.7) {
		a.birth = first.used
	}
	a.year = min(first.year+20+t.rng.IntN(18), firstYear+years-18)
	t.firstNames(a)
	if t.chance(0.1) {
		a.kin, a.woman, a.firsts[0], a.birth = KinJunior, first.woman, first.firsts[0], first.birth
	}
	t.birthPlace(a)
	t.reach(a)
	t.share(a, first, 0.2, 0.1)
	return a
}

// mostTries bounds the search for another first name, which a short list may not have.
const mostTries = 30

// sibling draws a brother or a sister, often born in the same town.
func (t *townsfolk) sibling(first *applicant) *applicant {
	a := t.draw(first.home)
	a.kin, a.origin, a.birth = KinSibling, first.origin, first.birth
	if !a.woman {
		a.used = ""
	}
	gap := 1 + t.rng.IntN(8)
	if t.chance(0.5) {
		gap = -gap
	}
	a.year = min(first.year+gap, firstYear+years-18)
	if a.year == first.year {
		a.year -= 2
	}
	for tries := 0; a.firsts[0] == first.firsts[0] && tries < mostTries; tries++ {
		t.firstNames(a)
	}
	t.birthPlace(a)
	if t.chance(0.7) {
		a.place, a.country, a.group = first.place, first.country, first.group
	}
	t.reach(a)
	t.share(a, first, 0.2, 0.08)
	return a
}

// twin draws a twin: the same day, place and name, and another first name that
// may begin alike.
func (t *townsfolk) twin(first *applicant) *applicant {
	a := t.sibling(first)
	a.kin, a.year, a.month, a.day = KinTwin, first.year, first.month, first.day
	a.place, a.country, a.group = first.place, first.country, first.group
	if t.chance(0.7) && a.woman != first.woman {
		a.woman = first.woman
		t.firstNames(a)
	}
	for tries := 0; tries < mostTries && (a.firsts[0] == first.firsts[0] || tries < 12 && t.chance(0.5) && a.firsts[0][0] != first.firsts[0][0]); tries++ {
		t.firstNames(a)
	}
	return a
}

// namesake draws somebody else of the same name and first name, of the same
// year, one in a hundred of the very same day.
func (t *townsfolk) namesake(home int) *applicant {
	like := t.recent[t.rng.IntN(len(t.recent))]
	a := t.draw(home)
	a.kin, a.woman, a.origin, a.birth, a.used, a.firsts[0] = KinNamesake, like.woman, like.origin, like.birth, "", like.firsts[0]
	a.year = like.year
	if t.chance(0.01) {
		a.month, a.day = like.month, like.day
	}
	t.birthPlace(a)
	t.reach(a)
	return a
}
