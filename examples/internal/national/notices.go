package national

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// Notice is a renewal notice (préavis) to be sent to an applicant.
type Notice struct {
	Number     numbering.Number
	ValidUntil demand.Date
	StrikeOff  demand.Date // day of the strike-off if nothing comes
	Online     bool        // the applicant registered or renewed online at least once
	Email      bool        // an address is known
	AsksPost   bool        // the applicant, though online, asked for letters
}

// The ways a notice goes.
const (
	byPost = "courrier"
	ByMail = "courriel"
)

// Ways says how a notice goes, under a profile.
// Law: 2010: registered letter, or e-mail if the applicant agreed; 2015: e-mail if
// the applicant registered or renewed online; 2017: by post and e-mail to those
// who never were online, by e-mail to those who were, both if they asked.
// Confidence: V.
func (n *Notice) Ways(p demand.Profile) []string {
	switch {
	case p != demand.Profile2015 && p != demand.Profile2017, !n.Email:
		return []string{byPost}
	case p == demand.Profile2015:
		if n.Online {
			return []string{ByMail}
		}
		return []string{byPost}
	case n.Online && !n.AsksPost:
		return []string{ByMail}
	}
	return []string{byPost, ByMail}
}

// NoticesManifest goes with the list, so that it is refused when it is not whole.
type NoticesManifest struct {
	Day    demand.Date    `json:"day"`
	Count  int            `json:"count"`
	Ways   map[string]int `json:"ways"`
	SHA256 string         `json:"sha256"`
}

// NoticesFile writes the list of the notices of a day, by number, with its
// manifest. It tells numbers and days only: who sends the letters has the rest.
// Law: arrêté of 23 Mar 2015 §5 (the local system sends the list every day).
// Confidence: V; the columns are ours.
func NoticesFile(day demand.Date, p demand.Profile, notices []Notice) (name string, body, manifest []byte) {
	notices = slices.Clone(notices)
	slices.SortFunc(notices, func(a, b Notice) int { return a.Number.Compare(b.Number) })
	notices = slices.CompactFunc(notices, func(a, b Notice) bool { return a.Number == b.Number })
	m := NoticesManifest{Day: day, Count: len(notices), Ways: map[string]int{}}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	_ = w.Write([]string{"numero_unique", "fin_de_validite", "radiation_sans_renouvellement", "envoi"}) // to memory: cannot fail
	for i := range notices {
		n := &notices[i]
		ways := strings.Join(n.Ways(p), "+")
		m.Ways[ways]++
		_ = w.Write([]string{n.Number.String(), n.ValidUntil.String(), n.StrikeOff.String(), ways})
	}
	w.Flush()
	m.SHA256 = sum(out.Bytes())
	manifest, _ = json.MarshalIndent(m, "", "  ") // plain data: cannot fail
	return fmt.Sprintf("PREAVIS-%s.csv", strings.ReplaceAll(day.String(), "-", "")), out.Bytes(), append(manifest, '\n')
}
