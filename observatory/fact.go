package observatory

import (
	"maps"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Kind is what happened to a demand, or where it stands: which population it is
// counted in.
type Kind uint8

// The kinds. Those of flows are of the period of the count.
const (
	Stock      Kind = iota // in the stock at the end of the period
	StockStart             // in the stock on the eve of the period
	New                    // entered the stock for the first time
	Back                   // came back: restored, reactivated, unmerged
	Renewed                // was renewed; no change of the stock
	Allocated              // satisfied: struck off for an allocation (RADATT)
	StruckOff              // struck off for another motive
	Merged                 // absorbed by another demand
	Deleted                // erased or filed by mistake
	Refused                // the applicant refused an offer; no change of the stock
	movedIn                // changed its first commune, counted where it goes
	movedOut               // counted where it leaves
	kinds
)

// longest is the longest wait counted, in months: a hundred years.
const longest = 1199

// Fact is a demand reduced to ranks and codes: what is added millions of times. A
// Coder makes it; it holds no datum of a person.
type Fact struct {
	packed packed
	first  int32 // rank of the first choice, -1 when it is not known
	// Ranks of the communes wanted, each once, known ones only: the first ones
	// inside, so that millions of facts give the collector nothing to follow.
	near  [nearby]uint16
	count uint8
	flags uint8
	more  *[]int32
}

// nearby is how many communes a fact holds by itself.
const nearby = 9

// want adds a commune.
func (f *Fact) want(rank int32) {
	for _, r := range f.near[:f.count] {
		if int32(r) == rank {
			return
		}
	}
	switch {
	case f.count < nearby:
		f.near[f.count] = uint16(rank) // there are fewer than 40,000 communes
		f.count++
	case f.more == nil:
		f.more = &[]int32{rank}
	case !slices.Contains(*f.more, rank):
		*f.more = append(*f.more, rank)
	}
}

// packed holds the codes of every dimension, the kind and the wait, in bits.
type packed uint64

// field is where a value lies in the bits.
type field struct{ shift, width uint8 }

func (p packed) get(f field) int { return int(p >> f.shift & (1<<f.width - 1)) }

func (p *packed) set(f field, v int) {
	mask := packed(1<<f.width-1) << f.shift
	*p = *p&^mask | packed(v)<<f.shift&mask
}

// fields of the dimensions; those where a demand may be in several columns hold a
// bit for each column.
var fields = [dims]field{
	byType: {0, 8}, byTarget: {8, 3}, byAge: {11, 3}, bySize: {14, 3}, byTransfer: {17, 2}, byReason: {19, 5}, byCeiling: {24, 3},
	byQuartile: {27, 2}, byAbnormal: {29, 2}, byQuota: {31, 6}, byMotive: {37, 3}, byNature: {40, 1},
}

var (
	kindField = field{41, 4}
	waitField = field{45, 11} // whole months, unwaited when they are not known
)

const unwaited = 2047

// Flags of a fact.
const (
	flagFuture uint8 = 1 << iota // dated after the count
	flagMoved                    // first commune of another geography
	flagSplit                    // first commune split since: its code does not tell where
)

// Coder turns demands into facts, in one geography and as of one day. It is not
// to be used from two goroutines at once.
type Coder struct {
	geography *territory.Geography
	asOf      demand.Date
	unplaced  map[string]int
}

// NewCoder makes a coder.
func NewCoder(g *territory.Geography, asOf demand.Date) *Coder {
	return &Coder{geography: g, asOf: asOf, unplaced: map[string]int{}}
}

// Unplaced counts, by the code of their first commune, the demands of the stock
// coded so far that have no place in the geography: [territory.Geography.Locate]
// tells why. What is no code at all is under "", and so is a demand without commune.
func (c *Coder) Unplaced() map[string]int { return maps.Clone(c.unplaced) }

// leave counts a demand that has no place.
func (c *Coder) leave(d *Demand) {
	code := ""
	if len(d.Places) > 0 && territories.Slot(d.Places[0]) >= 0 {
		code = d.Places[0]
	}
	c.unplaced[code]++
}

// Code reduces a demand to a fact of a kind. It allocates nothing up to nine
// communes wanted.
func (c *Coder) Code(kind Kind, d *Demand, into *Fact) {
	*into = Fact{first: -1}
	for i, p := range d.Places {
		rank, placement := c.geography.Locate(p)
		if i == 0 {
			into.first = int32(rank)
			switch placement {
			case territory.Moved, territory.District:
				into.flags |= flagMoved
			case territory.Split:
				into.flags |= flagSplit
			}
		}
		if rank >= 0 {
			into.want(int32(rank))
		}
	}
	if d.DepositedOn.After(c.asOf) {
		into.flags |= flagFuture
	}
	if into.first < 0 && kind == Stock && into.flags&flagFuture == 0 {
		c.leave(d)
	}
	p := &into.packed
	p.set(kindField, int(kind))
	p.set(waitField, unwaited)
	p.set(fields[byAge], len(ageCodes)-1)
	if !d.DepositedOn.IsZero() {
		if months := c.asOf.MonthsSince(d.DepositedOn); months <= longest {
			p.set(waitField, months)
			p.set(fields[byAge], ageColumn(months))
		}
	}
	c.codes(d, p)
}

// codes fills the columns.
func (c *Coder) codes(d *Demand, p *packed) {
	types, quotas := 0, 0
	for _, t := range d.Types {
		if i := typeColumn(t); i < noType {
			types |= 1 << i
		}
	}
	if types == 0 {
		types = 1 << noType
	}
	for _, q := range d.Quotas {
		if i := slices.Index(quotaCodes, string(q)); i >= 0 && i < len(quotaCodes)-1 {
			quotas |= 1 << i
		}
	}
	if quotas == 0 {
		quotas = 1 << (len(quotaCodes) - 1)
	}
	p.set(fields[byType], types)
	p.set(fields[byQuota], quotas)
	p.set(fields[byTarget], typeColumn(d.Target))
	p.set(fields[bySize], sizeColumn(d.Household))
	p.set(fields[byTransfer], answerColumn(d.Transfer))
	p.set(fields[byQuartile], answerColumn(d.Quartile))
	p.set(fields[byAbnormal], answerColumn(d.Abnormal))
	p.set(fields[byReason], reasonColumn(d.Reason))
	p.set(fields[byCeiling], ceilingColumn(d.Ceiling))
	p.set(fields[byMotive], len(motiveCodes)-1)
	if d.Association {
		p.set(fields[byNature], 1)
	}
}

const noType = 7

func typeColumn(t demand.DwellingType) int {
	switch t {
	case demand.DwellingTypeC:
		return 0
	case demand.DwellingTypeT1:
		return 1
	case demand.DwellingTypeT2:
		return 2
	case demand.DwellingTypeT3:
		return 3
	case demand.DwellingTypeT4:
		return 4
	case demand.DwellingTypeT5:
		return 5
	case demand.DwellingTypeT6P:
		return 6
	}
	return noType
}

func ageColumn(months int) int {
	for i, limit := range [...]int{6, 12, 24, 36} {
		if months < limit {
			return i
		}
	}
	return 4
}

func sizeColumn(persons int) int {
	switch {
	case persons <= 0:
		return len(sizeCodes) - 1
	case persons >= 6:
		return 5
	}
	return persons - 1
}

func answerColumn(a demand.Answer) int {
	switch a {
	case demand.Yes:
		return 0
	case demand.No:
		return 1
	}
	return 2
}

// reasonColumn reads the two digits of a reason, "01" to "23".
func reasonColumn(r demand.ReasonCode) int {
	if len(r) == 2 && r[0] >= '0' && r[0] <= '9' && r[1] >= '0' && r[1] <= '9' {
		if n := int(r[0]-'0')*10 + int(r[1]-'0'); n >= 1 && n < reasonColumns {
			return n - 1
		}
	}
	return reasonColumns - 1
}

func ceilingColumn(c Ceiling) int {
	switch c {
	case UnderPLAI:
		return 0
	case Under60PLUS:
		return 1
	case UnderPLUS:
		return 2
	case UnderPLS:
		return 3
	case AboveAll:
		return 4
	}
	return len(ceilingCodes) - 1
}

// withMotive writes the ground of a strike-off.
func (f *Fact) withMotive(m demand.StrikeOffMotive) {
	if i := slices.Index(motiveCodes, string(m)); i >= 0 {
		f.packed.set(fields[byMotive], i)
	}
}

func (f *Fact) kind() Kind { return Kind(f.packed.get(kindField)) }
