package access

import (
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// Account is an access that the manager gave.
// Law: CCH R.441-2-5 II (2010), access codes are allotted and listed by the
// manager. Confidence: V.
type Account struct {
	Agent    string      `json:"agent"` // code of the account
	Party    string      `json:"party"`
	Named    bool        `json:"named,omitempty"` // one agent, named in the manager's own register
	Rights   []Act       `json:"rights,omitempty"`
	OpenedOn demand.Date `json:"opened_on,omitzero"`
	ClosedOn demand.Date `json:"closed_on,omitzero"` // last day
}

// open reports an account that may be used on a day.
func (a *Account) open(day demand.Date) bool {
	return !day.Before(a.OpenedOn) && !day.After(a.ClosedOn)
}

// Territory is where a party has access to nominative data (CCH R.441-2-6).
type Territory struct {
	Party      string   `json:"party"`
	Everywhere bool     `json:"everywhere,omitempty"` // the whole file: landlords, State, manager
	Communes   []string `json:"communes,omitempty"`   // INSEE codes
}

// List is what the manager keeps of accounts, rights and territories.
type List struct {
	Accounts    []Account   `json:"accounts"`
	Territories []Territory `json:"territories,omitempty"`
}

// MaxListBytes bounds what DecodeList reads.
const MaxListBytes = 16 << 20

// DecodeList reads a list, strictly, and checks it.
func DecodeList(data []byte) (List, demand.Faults) {
	var l List
	if faults := read(data, &l, MaxListBytes); len(faults) > 0 {
		return l, faults
	}
	return l, l.Check()
}

// Check lists what is wrong in a list of accounts, all at once.
func (l *List) Check() demand.Faults {
	var out demand.Faults
	refuse := func(bad bool, code, path string) {
		if bad {
			out = append(out, fault(code, path))
		}
	}
	seen := map[who]bool{}
	for i := range l.Accounts {
		a, path := &l.Accounts[i], at("accounts", i)
		w := who{a.Party, a.Agent}
		refuse(!isCode(a.Agent) || !isCode(a.Party) || seen[w], "ACC-LIS-01", path)
		seen[w] = true
		for k, right := range a.Rights {
			refuse(!right.Known() || slices.Contains(a.Rights[:k], right), "ACC-LIS-02", path+"."+at("rights", k))
		}
		refuse(a.ClosedOn.Before(a.OpenedOn), "ACC-LIS-03", path+".closed_on")
	}
	parties := map[string]bool{}
	for i := range l.Territories {
		t, path := &l.Territories[i], at("territories", i)
		refuse(!isCode(t.Party) || parties[t.Party] || t.Everywhere == (len(t.Communes) > 0), "ACC-LIS-04", path)
		parties[t.Party] = true
	}
	return out
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func fault(code, path string, params ...string) demand.Fault {
	f := demand.Fault{Code: code, Path: path, Severity: severities()[code]}
	for i := 0; i+1 < len(params); i += 2 {
		f.Params = append(f.Params, demand.Param{Name: params[i], Value: params[i+1]})
	}
	return f
}

// Settings are the thresholds of a review; none is in a text. A zero stands for
// the default.
type Settings struct {
	DormantDays int    `json:"dormant_days,omitempty"` // without use; default 90
	Times       int    `json:"times,omitempty"`        // spreads above the median; default 6
	MinPeers    int    `json:"min_peers,omitempty"`    // other active agents of the party; default 5
	MinPast     int    `json:"min_past,omitempty"`     // active days before the period; default 20
	Least       uint64 `json:"least,omitempty"`        // demands under which nobody is pointed at; default 30
}

// orDefault fills what is not set.
func (s Settings) orDefault() Settings {
	set := func(n *int, to int) {
		if *n == 0 {
			*n = to
		}
	}
	set(&s.DormantDays, 90)
	set(&s.Times, 6)
	set(&s.MinPeers, 5)
	set(&s.MinPast, 20)
	if s.Least == 0 {
		s.Least = 30
	}
	return s
}

// Check lists what is wrong in the settings.
func (s Settings) Check() demand.Faults {
	var out demand.Faults
	for _, one := range [...]struct {
		name       string
		value, top int
	}{{"dormant_days", s.DormantDays, MaxDays}, {"times", s.Times, 1000}, {"min_peers", s.MinPeers, 10_000}, {"min_past", s.MinPast, MaxDays}} {
		if one.value < 0 || one.value > one.top {
			out = append(out, fault("ACC-REG-01", one.name, "max", strconv.Itoa(one.top)))
		}
	}
	if s.Least > maxCount {
		out = append(out, fault("ACC-REG-01", "least", "max", strconv.Itoa(maxCount)))
	}
	return out
}
