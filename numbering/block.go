package numbering

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Errors of a block that a caller may branch on.
var (
	// ErrBlockEmpty says that the block has given all its numbers.
	ErrBlockEmpty = errors.New("the block is used up")
	// ErrOutsideWindow says that the block does not cover the month of deposit.
	ErrOutsideWindow = errors.New("the month of deposit is outside the window of the block")
)

// MaxWindow is the number of months a block may cover when the issuer looks up
// taken numbers, since each sequence is looked up for each month.
const MaxWindow = 36

// Window bounds the months of first deposit that a block may number, both
// included. The zero Window covers every month.
type Window struct {
	From, Until Month
}

// Holds reports whether the window covers a month.
func (w Window) Holds(m Month) bool {
	return w == (Window{}) || w.From.Compare(m) <= 0 && m.Compare(w.Until) <= 0
}

func (w Window) months() int { return w.Until.index() - w.From.index() + 1 }

func (w Window) check() error {
	if w == (Window{}) {
		return nil
	}
	if !w.From.valid() || !w.Until.valid() || w.months() < 1 {
		return errors.New("numbering: check block: the window needs two months in order, from 2000-01 to 2099-12")
	}
	return nil
}

// Block is a run of sequences set aside for a desk that works offline. It is a
// value that the desk keeps as JSON: each call of [Block.Next] gives a number
// and the block that remains, which must be written down before the number is
// handed out. Going back to an older copy gives the same numbers again.
//
// Two blocks, and a block and the issuer, never give the same [Number.Root]:
// positions are reserved once, and across a roll-over the issuer's [Taken] must
// know the blocks that are out. Merging what desks have given is then a plain
// union, in any order.
type Block struct {
	territory string
	first     int64
	size      int
	used      int
	window    Window
	skip      []int64 // positions not to give, sorted
}

// ReserveBlock sets aside n sequences of a territory, from 1 to [MaxReserve].
//
// The window bounds the months of first deposit that the desk may number. With a
// [Taken] it is required, at most [MaxWindow] months: every sequence is looked
// up for every month, and those taken in one of them are left out of the block,
// which then gives fewer than n numbers. A demand first deposited outside the
// window waits until the desk is online again. The caller makes its Taken answer
// yes for what the block covers, until the desk has handed it back; it starts
// doing so before the counter has gone round once more.
func (i *Issuer) ReserveBlock(ctx context.Context, territory string, n int, w Window) (Block, error) {
	if n < 1 || n > MaxReserve {
		return Block{}, fmt.Errorf("numbering: reserve block: %d numbers asked for: ask for 1 to %d", n, MaxReserve)
	}
	if err := w.check(); err != nil {
		return Block{}, err
	}
	if err := i.serves(territory); err != nil {
		return Block{}, err
	}
	if i.taken != nil && (w == Window{} || w.months() > MaxWindow) {
		return Block{}, fmt.Errorf("numbering: reserve block: give a window of 1 to %d months, so that taken numbers can be looked up", MaxWindow)
	}
	first, err := i.reserve(ctx, territory, n)
	if err != nil {
		return Block{}, err
	}
	b := Block{territory: territory, first: first, size: n, window: w}
	if i.taken == nil {
		return b, nil
	}
	for p := first; p < first+int64(n); p++ {
		taken, err := i.takenInWindow(ctx, territory, p, w)
		if err != nil {
			return Block{}, err
		}
		if taken {
			b.skip = append(b.skip, p)
		}
	}
	if b.Remaining() == 0 {
		return Block{}, fmt.Errorf("numbering: reserve block: %w: set the counter past the highest sequence in use, or narrow the window", ErrExhausted)
	}
	return b, nil
}

func (i *Issuer) takenInWindow(ctx context.Context, territory string, position int64, w Window) (bool, error) {
	for m := w.From.index(); m <= w.Until.index(); m++ {
		n, err := New(Deposit{Territory: territory, Year: m / 12, Month: m%12 + 1}, sequenceOf(position), "00000")
		if err != nil {
			return false, err
		}
		if taken, err := i.isTaken(ctx, n); taken || err != nil {
			return taken, err
		}
	}
	return false, nil
}

// Territory returns the territory whose demands the block numbers.
func (b Block) Territory() string { return b.territory }

// Window returns the months of first deposit that the block covers.
func (b Block) Window() Window { return b.window }

// Remaining counts the numbers that the block can still give.
func (b Block) Remaining() int {
	at, _ := slices.BinarySearch(b.skip, b.first+int64(b.used))
	return b.size - b.used - (len(b.skip) - at)
}

// Next gives a number for a demand first deposited in m and recorded by desk, and
// the block that remains. Write that block down first. The error wraps
// [ErrBlockEmpty], [ErrOutsideWindow] or a *[ParseError]; the block is then
// returned as it was.
func (b Block) Next(m Month, desk string) (Number, Block, error) {
	if b.Remaining() == 0 {
		return Number{}, b, fmt.Errorf("numbering: issue from block: %w: reserve another one", ErrBlockEmpty)
	}
	after := b
	at, _ := slices.BinarySearch(after.skip, after.first+int64(after.used))
	for _, p := range after.skip[at:] {
		if p != after.first+int64(after.used) {
			break
		}
		after.used++
	}
	n, err := New(Deposit{Territory: b.territory, Year: m.Year, Month: m.Month}, sequenceOf(after.first+int64(after.used)), desk)
	if err != nil {
		return Number{}, b, err
	}
	if !b.window.Holds(m) {
		return Number{}, b, fmt.Errorf("numbering: issue from block: %w: number this demand online", ErrOutsideWindow)
	}
	after.used++
	return n, after, nil
}

// Covers reports whether the block as it stands may still give a number, or one
// that differs by its desk. A [Taken] asks it of the blocks that are out, in the
// state they were reserved in: what the desk has given since is covered too.
func (b Block) Covers(n Number) bool {
	if n.IsZero() || b.territory != n.Territory() || !b.window.Holds(n.Month()) {
		return false
	}
	// A block is shorter than one round of the sequences, so a single position can
	// match.
	start := b.first + int64(b.used)
	offset := (int64(n.Sequence()) - start%SequenceLimit + SequenceLimit) % SequenceLimit
	if offset >= int64(b.size-b.used) {
		return false
	}
	_, skipped := slices.BinarySearch(b.skip, start+offset)
	return !skipped
}

// blockJSON is the written form; version 1 is the only one so far.
type blockJSON struct {
	Version   int     `json:"version"`
	Territory string  `json:"territory"`
	First     int64   `json:"first"`
	Size      int     `json:"size"`
	Used      int     `json:"used"`
	From      Month   `json:"from,omitzero"`
	Until     Month   `json:"until,omitzero"`
	Skip      []int64 `json:"skip,omitempty"`
}

// MarshalJSON writes the block for the desk to keep.
func (b Block) MarshalJSON() ([]byte, error) {
	return json.Marshal(blockJSON{1, b.territory, b.first, b.size, b.used, b.window.From, b.window.Until, b.skip})
}

// UnmarshalJSON reads a block back and refuses one that could not have been
// reserved, or that holds a field this version does not know.
func (b *Block) UnmarshalJSON(data []byte) error {
	var j blockJSON
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return fmt.Errorf("numbering: decode block: %w", err)
	}
	got := Block{j.Territory, j.First, j.Size, j.Used, Window{j.From, j.Until}, j.Skip}
	if j.Version != 1 {
		return fmt.Errorf("numbering: decode block: version %d: update the program", j.Version)
	}
	if err := got.check(); err != nil {
		return err
	}
	*b = got
	return nil
}

func (b Block) check() error {
	if _, err := New(Deposit{Territory: b.territory, Year: FirstYear, Month: 1}, 0, "00000"); err != nil {
		return fmt.Errorf("numbering: decode block: %w", err)
	}
	bounds := b.first >= 0 && b.size >= 1 && b.size <= MaxReserve &&
		b.first <= lastPosition-int64(b.size) && b.used >= 0 && b.used <= b.size
	if !bounds {
		return errors.New("numbering: decode block: positions out of bounds: restore the block from the manager's copy")
	}
	for k, p := range b.skip {
		if p < b.first || p >= b.first+int64(b.size) || k > 0 && p <= b.skip[k-1] {
			return errors.New("numbering: decode block: positions to skip out of order: restore the block from the manager's copy")
		}
	}
	return b.window.check()
}
