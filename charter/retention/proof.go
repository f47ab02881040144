package retention

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Proof is the proof of an erasure (procès-verbal d'effacement): who, which class,
// how many, under which rule, which day. It holds nothing of the persons.
type Proof struct {
	Version int         `json:"v"`
	Day     demand.Date `json:"day"`
	Entered string      `json:"entered"` // RFC 3339
	Author  string      `json:"author"`  // code of the agent
	Service string      `json:"service"`
	Origin  string      `json:"origin"` // of the tombstones in the journal
	Counter uint64      `json:"counter"`
	Count   int         `json:"tombstones"`
	Lines   []Line      `json:"lines"`
	Digest  string      `json:"digest"` // SHA-256 of the list of what was erased, in hexadecimal: see Digest
}

// Line is what was erased of one class under one rule.
type Line struct {
	Class   Class  `json:"class"`
	Rule    string `json:"rule"`
	Article string `json:"article"`
	Count   int    `json:"count"`
}

const proofVersion = 1

// MaxProofBytes bounds what DecodeProof reads.
const MaxProofBytes = 64 << 10

func prove(erased []Item, act Act, tombstones int) Proof {
	p := Proof{Version: proofVersion, Day: act.Day, Entered: act.Entered.String(), Author: act.Author, Service: act.Service, Origin: act.Origin, Counter: act.Counter,
		Count: tombstones, Lines: lines(erased)}
	p.Digest = p.digest(erased)
	return p
}

// lines counts the items by class and rule, in the order of the rules.
func lines(erased []Item) []Line {
	counts := map[Line]int{}
	for _, item := range erased {
		counts[Line{Class: item.Class, Rule: item.Rule, Article: rulesByCode()[item.Rule].Source.Article}]++
	}
	out := []Line{}
	for _, r := range rules {
		for _, class := range [...]Class{Request, Draft, Upload, LandlordCopy, NIRPaper, AccessLog} {
			l := Line{Class: class, Rule: r.Code, Article: r.Source.Article}
			if n := counts[l]; n > 0 {
				l.Count = n
				out = append(out, l)
			}
		}
	}
	return out
}

// digest covers who and when, then one line for each item: class, key of the
// demand, service, first day it was due, rule. References are left out: a caller's
// file name may hold a name. No value of a person is under it, so that there is
// nothing to find again by trying.
func (p *Proof) digest(erased []Item) string {
	h := sha256.New()
	fmt.Fprintf(h, "erasure %d\n%s\n%s\n%q\n%q\n%q\n%d\n%d\n", p.Version, p.Day, p.Entered, p.Author, p.Service, p.Origin, p.Counter, p.Count)
	list := append([]Item(nil), erased...)
	order(list)
	for _, item := range list {
		fmt.Fprintf(h, "%s %q %q %s %s\n", item.Class, item.Demand, item.Service, item.Since, item.Rule)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// DecodeProof reads a proof from JSON, strictly.
func DecodeProof(data []byte) (Proof, demand.Faults) {
	var p Proof
	out := read(data, &p, MaxProofBytes)
	if len(out) == 0 && (p.Version != proofVersion || p.Day.IsZero() || p.Author == "" || len(p.Digest) != 2*sha256.Size) {
		out = append(out, fault("CON-PRE-01", ""))
	}
	return p, out
}

// Verify checks a proof against the list of what was erased, as Purge gave it,
// and the journal as it is now: the digest and the counts are those of the list,
// and each demand of the list has its tombstone and nothing else.
func (p *Proof) Verify(erased []Item, j journal.Journal) demand.Faults {
	var out demand.Faults
	if p.Digest != p.digest(erased) {
		out = append(out, fault("CON-PRE-02", "digest"))
	}
	if fmt.Sprint(p.Lines) != fmt.Sprint(lines(erased)) {
		out = append(out, fault("CON-PRE-03", "lines"))
	}
	tombstones := 0
	for i := range erased {
		if erased[i].Class != Request {
			continue
		}
		tombstones++
		since, mixed := buried(j.Of(erased[i].Demand), p.Day)
		if since.IsZero() || mixed {
			out = append(out, fault("CON-PRE-04", erased[i].Demand))
		}
	}
	if tombstones != p.Count {
		out = append(out, fault("CON-PRE-03", "tombstones"))
	}
	return out
}

// Sentences gives what the proof says, for a Rulebook to write in French or in
// English: who and when first, then what, line by line, then the digest.
func (p *Proof) Sentences() demand.Faults {
	total := 0
	for _, l := range p.Lines {
		total += l.Count
	}
	out := demand.Faults{fault("CON-PRE-05", "", "author", p.Author, "service", p.Service, "day", p.Day.String(), "count", count(total))}
	for _, l := range p.Lines {
		out = append(out, fault("CON-PRE-06", "", "class", string(l.Class), "count", count(l.Count), "rule", l.Rule, "article", l.Article))
	}
	return append(out, fault("CON-PRE-07", "", "digest", strings.ToLower(p.Digest)))
}
