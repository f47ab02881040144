package numbering

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
)

// Errors a caller of the issuer may branch on; both come wrapped with what to do.
var (
	// ErrExhausted says that too many positions in a row are taken already.
	ErrExhausted = errors.New("every sequence tried is taken")
	// ErrUnknownTerritory says that the issuer gives no number for the territory.
	ErrUnknownTerritory = errors.New("unknown territory")
)

// Bounds of the issuer.
const (
	MaxReserve      = 100000 // numbers that one call or one block may ask for
	DefaultMaxSkips = 10000  // taken sequences passed over before giving up
)

// Counter is the running counter behind the sequences, one per territory. It is
// the caller's: a row of a database, a file, a service.
//
// Reserve takes n positions in a row for a territory and returns the first. It
// must be atomic and durable: once it has returned, no other call, from this
// process or another, before or after a crash, may return any of them. Positions
// are 0 or more and only grow; the issuer turns them into sequences that roll
// over at [SequenceLimit], the counter never does. Positions may be lost: a hole
// in the sequences harms nobody.
//
// [MemoryCounter] tells how to keep one in a database or a file.
type Counter interface {
	Reserve(ctx context.Context, territory string, n int) (first int64, err error)
}

// Taken tells whether a number may no longer be given. It compares territory,
// month and sequence, that is [Number.Root], and not the desk. It must answer
// yes for every number ever given in the file, struck off or not, old ones and
// imported ones included, and for those which a block not yet handed back may
// still give ([Block.Covers]).
//
// It is needed once the sequences have rolled over, or when the counter began
// below numbers already given: a late entry bears an old month, and could meet
// the same sequence. A number given must be in the caller's store before the
// counter has gone round once more, which leaves a million numbers of time.
type Taken interface {
	Taken(ctx context.Context, n Number) (bool, error)
}

// Issuer gives numbers from a caller's counter. It holds no state of its own: it
// is safe for concurrent use when its Counter and its Taken are, and several
// issuers, on several machines, may share them.
type Issuer struct {
	counter     Counter
	taken       Taken
	territories []string
	maxSkips    int
}

// Option sets up an [Issuer].
type Option func(*Issuer) error

// WithTaken makes the issuer pass over the numbers that t says are taken.
// Without it, numbers are unique until the counter has gone round once.
func WithTaken(t Taken) Option {
	return func(i *Issuer) error {
		if t == nil {
			return errors.New("numbering: set up issuer: Taken is nil: leave the option out")
		}
		i.taken = t
		return nil
	}
}

// WithTerritories restricts the issuer to some territories, which need not be in
// the table: a file outside its scope may number with a code of its own.
// Without it, every known territory is served.
func WithTerritories(codes ...string) Option {
	return func(i *Issuer) error {
		for _, c := range codes {
			if _, err := New(Deposit{Territory: c, Year: FirstYear, Month: 1}, 0, "00000"); err != nil {
				return fmt.Errorf("numbering: set up issuer: territory: %w", err)
			}
		}
		if len(codes) == 0 {
			return errors.New("numbering: set up issuer: no territory: name one or leave the option out")
		}
		i.territories = slices.Clone(codes)
		return nil
	}
}

// WithMaxSkips bounds the taken sequences passed over in one call; the default
// is [DefaultMaxSkips].
func WithMaxSkips(n int) Option {
	return func(i *Issuer) error {
		if n < 0 || n > SequenceLimit {
			return fmt.Errorf("numbering: set up issuer: %d skips: give 0 to %d", n, SequenceLimit)
		}
		i.maxSkips = n
		return nil
	}
}

// NewIssuer builds an issuer over a counter.
func NewIssuer(counter Counter, options ...Option) (*Issuer, error) {
	if counter == nil {
		return nil, errors.New("numbering: set up issuer: no counter: give one, MemoryCounter for trials")
	}
	i := &Issuer{counter: counter, maxSkips: DefaultMaxSkips}
	for _, o := range options {
		if err := o(i); err != nil {
			return nil, err
		}
	}
	return i, nil
}

// Next gives one number for a demand first deposited in d, recorded by desk. The
// month is that of the first deposit, even when it is entered much later.
// Nothing is reserved when the parts are wrong (*[ParseError]) or the territory
// is not served ([ErrUnknownTerritory]).
func (i *Issuer) Next(ctx context.Context, d Deposit, desk string) (Number, error) {
	got, err := i.NextN(ctx, d, desk, 1)
	if err != nil {
		return Number{}, err
	}
	return got[0], nil
}

// NextN gives n numbers of the same deposit month and desk, from 1 to
// [MaxReserve], reserving their positions together. On failure it gives none;
// the positions reserved are lost, which leaves a hole.
func (i *Issuer) NextN(ctx context.Context, d Deposit, desk string, n int) ([]Number, error) {
	if err := i.check(d, desk, n); err != nil {
		return nil, err
	}
	numbers := make([]Number, 0, n)
	skips := 0
	for len(numbers) < n {
		want := n - len(numbers)
		first, err := i.reserve(ctx, d.Territory, want)
		if err != nil {
			return nil, err
		}
		for p := first; p < first+int64(want); p++ {
			number, err := New(d, sequenceOf(p), desk)
			if err != nil {
				return nil, err
			}
			taken, err := i.isTaken(ctx, number)
			if err != nil {
				return nil, err
			}
			if !taken {
				numbers = append(numbers, number)
				continue
			}
			if skips++; skips > i.maxSkips {
				return nil, fmt.Errorf("numbering: issue number: territory %s, month %s: %d sequences passed over: %w: "+
					"set the counter past the highest sequence in use, then ask again", d.Territory, Month{d.Year, d.Month}, skips, ErrExhausted)
			}
		}
	}
	return numbers, nil
}

// Sequence yields numbers one after the other, reserving each when it is asked
// for, until the caller stops or an error is yielded.
func (i *Issuer) Sequence(ctx context.Context, d Deposit, desk string) iter.Seq2[Number, error] {
	return func(yield func(Number, error) bool) {
		for {
			n, err := i.Next(ctx, d, desk)
			if !yield(n, err) || err != nil {
				return
			}
		}
	}
}

// check refuses what cannot be issued before anything is reserved.
func (i *Issuer) check(d Deposit, desk string, n int) error {
	if n < 1 || n > MaxReserve {
		return fmt.Errorf("numbering: issue number: %d numbers asked for: ask for 1 to %d at a time", n, MaxReserve)
	}
	if _, err := New(d, 0, desk); err != nil {
		return err
	}
	return i.serves(d.Territory)
}

func (i *Issuer) serves(territory string) error {
	known := slices.Contains(i.territories, territory)
	if i.territories == nil {
		_, known = LookupTerritory(territory)
	}
	if !known {
		return fmt.Errorf("numbering: issue number: %w: use a code of Territories or declare it with WithTerritories", ErrUnknownTerritory)
	}
	return nil
}

// reserve asks the counter and holds it to its contract.
func (i *Issuer) reserve(ctx context.Context, territory string, n int) (int64, error) {
	first, err := i.counter.Reserve(ctx, territory, n)
	if err != nil {
		return 0, fmt.Errorf("numbering: reserve sequence: %w", err)
	}
	if first < 0 || first > lastPosition-int64(n) {
		return 0, fmt.Errorf("numbering: reserve sequence: the counter gave position %d: repair it, positions run from 0", first)
	}
	return first, nil
}

func (i *Issuer) isTaken(ctx context.Context, n Number) (bool, error) {
	if i.taken == nil {
		return false, nil
	}
	taken, err := i.taken.Taken(ctx, n)
	if err != nil {
		return false, fmt.Errorf("numbering: look up taken number: %w", err)
	}
	return taken, nil
}

// lastPosition keeps positions exact in JSON readers that only know floats.
const lastPosition = int64(1) << 53

// sequenceOf turns a position of the counter into the six digits of a number.
func sequenceOf(position int64) int { return int(position % SequenceLimit) }
