package observatory

import (
	"errors"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/pack"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// binaryVersion 2: plans, geographies, flows and waits. Version 1 held the first
// five measures and was never released.
const binaryVersion = 2

// MarshalBinary writes the counts: the same demands give the same bytes, whatever
// their order and grouping.
func (a *Accumulator) MarshalBinary() ([]byte, error) {
	a.Settle()
	b := []byte{binaryVersion}
	b = pack.Text(b, territories.DataVersion)
	b = pack.Text(b, a.plan.signature())
	b = pack.Text(b, a.geography.Day().String())
	b = pack.Text(b, dayText(a.from))
	b = pack.Text(b, a.asOf.String())
	b = pack.Count(b, uint64(a.total))
	for _, n := range a.told {
		b = pack.Count(b, uint64(n))
	}
	for _, counts := range a.counters() {
		b = appendSparse(b, counts)
	}
	for _, m := range a.tallied() {
		b = pack.Count(b, uint64(m.len()))
		last := uint64(0)
		m.each(func(k uint64, n uint32) {
			b = pack.Count(pack.Count(b, k-last), uint64(n))
			last = k
		})
	}
	return b, nil
}

func dayText(d demand.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// appendSparse writes the counters that are not zero, each after the number of
// zeros before it.
func appendSparse(b []byte, counts []uint32) []byte {
	n := 0
	for _, c := range counts {
		if c != 0 {
			n++
		}
	}
	b = pack.Count(b, uint64(n))
	zeros := uint64(0)
	for _, c := range counts {
		if c == 0 {
			zeros++
			continue
		}
		b = pack.Count(pack.Count(b, zeros), uint64(c))
		zeros = 0
	}
	return b
}

var errBinary = errors.New("observatory: unmarshal accumulator: the bytes are not those of an accumulator of the same plan, days and geography, or are cut short; count again from the demands")

// UnmarshalBinary reads what MarshalBinary wrote into an accumulator of the same
// plan, days and geography; what that one held is replaced. The zero Accumulator,
// and one of NewAccumulator whatever its day, read the counts of any day that
// NewAccumulator wrote.
func (a *Accumulator) UnmarshalBinary(data []byte) error {
	r := pack.NewReader(data, binaryVersion)
	version, signature, geography, from, day := r.Text(), r.Text(), r.Text(), r.Text(), r.Text()
	asOf, err := demand.ParseDate(day)
	if r.Bad() || err != nil || version != territories.DataVersion {
		return errBinary
	}
	out := a.like(signature, asOf)
	if signature != out.plan.signature() || geography != out.geography.Day().String() || from != dayText(out.from) || asOf != out.asOf {
		return errBinary
	}
	total := r.Count()
	out.total = int64(min(total, 1<<32))
	for i := range out.told {
		out.told[i] = int64(min(r.Count(), 1<<62))
	}
	for _, counts := range out.counters() {
		readSparse(r, counts)
	}
	rows := uint64(out.geography.Len() + 1)
	for k, m := range out.tallied() {
		readTally(r, m, out.limit(k, rows))
	}
	if !r.Whole() || total >= 1<<32 {
		return errBinary
	}
	*a = *out
	return nil
}

// like makes an empty accumulator for what is read.
func (a *Accumulator) like(signature string, asOf demand.Date) *Accumulator {
	if a.plan == nil || a.from.IsZero() && signature == basicPlan().signature() && a.plan.signature() == signature {
		return NewAccumulator(asOf)
	}
	return a.plan.Accumulator(a.geography, a.from, a.asOf)
}

// limit bounds the keys of a tally, in the order of tallied.
func (a *Accumulator) limit(k int, rows uint64) uint64 {
	wide, waits := len(a.plan.tallies), len(a.plan.dists)
	switch {
	case k < wide:
		return rows * uint64(a.plan.tallies[k])
	case k < wide+waits:
		return rows * uint64(a.plan.dists[k-wide]) << waitBits
	}
	k -= wide + waits
	return uint64(len(a.geography.Units(a.plan.levels[k/wide]))) * uint64(a.plan.tallies[k%wide])
}

// readSparse reads counters that are not zero.
func readSparse(r *pack.Reader, counts []uint32) {
	at := uint64(0)
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		zeros, c := r.Count(), r.Count()
		if zeros >= uint64(len(counts)) || at+zeros >= uint64(len(counts)) || c == 0 || c >= 1<<32 {
			r.Refuse()
			return
		}
		at += zeros
		counts[at] = uint32(c)
		at++
	}
}

// readTally reads keys in order, each once.
func readTally(r *pack.Reader, m *many, limit uint64) {
	last, first := uint64(0), true
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		step, c := r.Count(), r.Count()
		if step == 0 && !first || step >= limit || last+step >= limit || c == 0 || c >= 1<<32 {
			r.Refuse()
			return
		}
		last, first = last+step, false
		m.put(last, uint32(c))
	}
}
