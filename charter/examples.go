package charter

import (
	"encoding/json"

	"github.com/fichier-unique/rules/demand"
)

// samples are questions that a landlord, or whoever the act belongs to, may well
// put: each is allowed. The examples of the rules change one thing in them.
var samples = map[Act]string{
	Register:          `{"actor":{"kind":"landlord"},"facts":{"communes":["21231"],"deposited":"2019-06-15","numbered":false}}`,
	Verify:            `{"actor":{"kind":"landlord"},"facts":{"status":"to_verify"}}`,
	IssueNumber:       `{"actor":{"kind":"landlord"},"facts":{"minimum":true,"identity":true,"numbered":false,"status":"active"}}`,
	Attest:            `{"actor":{"kind":"landlord"},"facts":{"numbered":true,"status":"active","presented":"registration","deposited":"2019-06-01"}}`,
	Modify:            `{"actor":{"kind":"landlord"},"facts":{"own":true,"origin":"applicant","status":"active"}}`,
	Correct:           `{"actor":{"kind":"landlord"},"facts":{"origin":"paper","status":"active"}}`,
	Renew:             `{"actor":{"kind":"landlord"},"facts":{"own":true,"status":"active"}}`,
	StrikeOff:         `{"actor":{"kind":"landlord"},"facts":{"status":"active","motive":"RADATT","allocated_by":"landlord","lease_on":"2019-06-10","lease_data":true,"registered_by":"landlord","sent_by":"landlord","ruled_by":"landlord","received":true,"sub_motive":"IRRRES","warned_on":"2019-01-10","notice_on":"2018-11-10","delivered":true,"deposited":"2017-01-10","renewed":"2018-01-10","dalo":false}}`,
	Restore:           `{"actor":{"kind":"landlord"},"facts":{"status":"struck_off","struck_off_by":"landlord","reason":"erreur"}}`,
	Reactivate:        `{"actor":{"kind":"landlord"},"facts":{"status":"struck_off","motive":"RADREN","deposited":"2017-03-10","renewed":"2018-03-10","received":true}}`,
	Separate:          `{"actor":{"kind":"landlord"},"facts":{"own":true,"status":"active","proof":true}}`,
	Merge:             `{"actor":{"kind":"landlord"},"facts":{"person":true,"distinct":false}}`,
	Unmerge:           `{"actor":{"kind":"landlord"},"facts":{"reason":"erreur"}}`,
	See:               `{"actor":{"kind":"landlord"},"facts":{"own":true,"purpose":"allocation","communes":["21231"],"status":"active","field":"identity"}}`,
	Export:            `{"actor":{"kind":"landlord"},"facts":{"purpose":"allocation","communes":["21231"],"status":"active"}}`,
	SeeStatistics:     `{"actor":{"kind":"landlord"},"facts":{"aggregated":true,"disability_nature":false}}`,
	PublishStatistics: `{"actor":{"kind":"manager"},"facts":{"aggregated":true,"disability_nature":false,"protected":true}}`,
	RequestPaper:      `{"actor":{"kind":"landlord"},"facts":{"status":"active","paper":"avis_imposition","held":false,"due":true}}`,
	FilePaper:         `{"actor":{"kind":"landlord"},"facts":{"own":true,"status":"active","paper":"avis_imposition"}}`,
	GiveLabel:         `{"actor":{"kind":"state_service"},"facts":{"label":"DALO"}}`,
	EndLabel:          `{"actor":{"kind":"state_service"},"facts":{"label":"DALO"}}`,
	Designate:         `{"actor":{"kind":"landlord"},"facts":{"numbered":true,"status":"active"}}`,
	Examine:           `{"actor":{"kind":"landlord"},"facts":{"numbered":true,"status":"active"}}`,
	Allocate:          `{"actor":{"kind":"landlord"},"facts":{"numbered":true,"status":"active","candidates":3,"examined":true,"under_ceiling":true}}`,
	Offer:             `{"actor":{"kind":"landlord"},"facts":{"numbered":true,"status":"active","allocated":true,"answer_by":"2019-06-25"}}`,
	AnswerOffer:       `{"actor":{"kind":"applicant"},"facts":{"own":true,"offered_on":"2019-06-10","answer_by":"2019-06-20","accepted":true}}`,
	Lease:             `{"actor":{"kind":"landlord"},"facts":{"numbered":true,"allocated":true,"under_ceiling":true,"accepted":true}}`,
	ManageAccess:      `{"actor":{"kind":"manager"}}`,
	Erase:             `{"actor":{"kind":"manager"},"facts":{"struck_off_on":"2018-06-01","hold":false}}`,
}

// sampleActors are the partners that put the questions under a charter that names
// them, and the commune wanted.
var sampleActors = map[string]struct{ party, commune string }{
	"grand-dijon-2010": {"bailleur-a", "21231"}, "exemple-cote-d-or": {"bailleur-a", "21231"}, "saisie-en-ligne": {"verificateur", "56260"},
	"guichet-unique": {"guichet", "38185"}, "mandataire": {"bailleur-a", "97410"}, "droit-local": {"operateur-a", "98818"},
}

const (
	sampleDay     = "2019-06-15"
	sampleCharter = "national-2017"
)

// examples writes the questions that show the rule: one that keeps it silent, one
// that makes it speak. A rule that allows has the first only.
func (r *row) examples() (accepts, refuses demand.Example) {
	question := map[string]any{}
	for _, a := range acts {
		if r.acts == 0 || r.acts&a.bit() != 0 {
			_ = json.Unmarshal([]byte(samples[a]), &question) // a constant: a test reads them all
			question["act"] = string(a)
			break
		}
	}
	question["charter"], question["date"] = sampleCharter, sampleDay
	switch n := len(r.Profiles); {
	case r.charter != "":
		question["charter"] = r.charter
		if s, ok := sampleActors[r.charter]; ok {
			question["actor"] = map[string]any{"party": s.party}
			if facts, _ := question["facts"].(map[string]any); facts["communes"] != nil {
				facts["communes"] = []any{s.commune}
			}
		}
	case n > 0:
		question["charter"] = "national-" + string(r.Profiles[n-1])
	}
	patch := map[string]any{}
	if r.quiet != "" {
		_ = json.Unmarshal([]byte(r.quiet), &patch)
		merge(question, patch)
	}
	accepts = written(question)
	if r.says == allows {
		return accepts, ""
	}
	patch = map[string]any{}
	_ = json.Unmarshal([]byte(r.example), &patch)
	merge(question, patch)
	return accepts, written(question)
}

func written(question map[string]any) demand.Example {
	text, _ := json.Marshal(question) // plain maps and texts
	return demand.Example(text)
}

// merge lays a patch over a value: null takes away, as in RFC 7396.
func merge(to, patch map[string]any) {
	for name, value := range patch {
		switch inner, ok := value.(map[string]any); {
		case value == nil:
			delete(to, name)
		case ok:
			if under, isMap := to[name].(map[string]any); isMap {
				merge(under, inner)
				continue
			}
			to[name] = inner
		default:
			to[name] = value
		}
	}
}
