package demand

// Profile names a state of the law, chosen by the caller and never guessed from
// today's date. A later profile compares greater.
type Profile string

// The profiles, named after the year of the text that opens each.
const (
	Profile2000 Profile = "2000" // décret 2000-1079, arrêté of 7 Nov 2000
	Profile2010 Profile = "2010" // décret 2010-431, arrêtés of 14 Jun and 25 Nov 2010
	Profile2012 Profile = "2012" // décrets of late 2011 and 7 May 2012, arrêté of 17 Sep 2012
	Profile2015 Profile = "2015" // ALUR law, décrets 2015-522 to -524, arrêté of 23 Mar 2015
	Profile2017 Profile = "2017" // Égalité et citoyenneté law, décret 2017-834
)

var profiles = [...]Profile{Profile2000, Profile2010, Profile2012, Profile2015, Profile2017}

// ProfileInfo tells from when a profile applies and which text opens it.
type ProfileInfo struct {
	Profile   Profile `json:"profile"`
	ValidFrom Date    `json:"valid_from"`
	Source    Source  `json:"source"`
}

// Profiles lists the known states of the law, oldest first.
func Profiles() []ProfileInfo {
	return []ProfileInfo{
		{Profile2000, MustDate("2000-11-07"), Source{"CCH R.441-2-1 et s.", "décret 2000-1079 ; arrêté du 7 novembre 2000", Verified}},
		{Profile2010, MustDate("2010-05-02"), Source{"CCH R.441-2-1 et s.", "décret 2010-431 du 29 avril 2010", Verified}},
		{Profile2012, MustDate("2012-01-01"), Source{"CCH R.441-2-5, R.441-2-9", "décrets de fin 2011 et du 7 mai 2012 ; arrêté du 17 septembre 2012", Verified}},
		{Profile2015, MustDate("2015-05-14"), Source{"CCH L.441-2-1, R.441-2-1 et s.", "loi ALUR du 24 mars 2014 ; décrets 2015-522, -523, -524", Verified}},
		{Profile2017, MustDate("2017-05-08"), Source{"CCH R.441-2-1 et s.", "loi du 27 janvier 2017 ; décret 2017-834", Verified}},
	}
}

// ProfileAt gives the profile in force on a day, or false before the first one
// and when the day is unknown.
func ProfileAt(day Date) (Profile, bool) {
	var found Profile
	for _, p := range Profiles() {
		if !day.IsZero() && day.Compare(p.ValidFrom) >= 0 {
			found = p.Profile
		}
	}
	return found, found != ""
}

// Known reports whether p is one of the profiles.
func (p Profile) Known() bool {
	switch p {
	case Profile2000, Profile2010, Profile2012, Profile2015, Profile2017:
		return true
	}
	return false
}
