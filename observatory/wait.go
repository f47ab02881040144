package observatory

import "slices"

// Waits sums up waits in whole months: exactly, for their domain is small.
type Waits struct {
	Count  int64
	Months int64 // sum of the months: the mean is Months/Count
	months []int16
	counts []int64
}

// add counts n waits of a month that is not before those counted yet.
func (w *Waits) add(month int16, n int64) {
	w.Count += n
	w.Months += int64(month) * n
	if k := len(w.months); k > 0 && w.months[k-1] == month {
		w.counts[k-1] += n
		return
	}
	w.months, w.counts = append(w.months, month), append(w.counts, n)
}

func (w *Waits) reset() { *w = Waits{months: w.months[:0], counts: w.counts[:0]} }

func (w *Waits) clone() Waits {
	out := *w
	out.months, out.counts = slices.Clone(w.months), slices.Clone(w.counts)
	return out
}

// Median gives twice the median: the sum of the two middle waits, which are one
// when the number of waits is odd. false when there is no wait.
func (w *Waits) Median() (twice int64, ok bool) {
	if w.Count == 0 {
		return 0, false
	}
	return int64(w.rank((w.Count+1)/2)) + int64(w.rank(w.Count/2+1)), true
}

// Quantile gives the shortest wait that at least num/den of the waits do not
// exceed (nearest rank): Quantile(9, 10) is the ninth decile.
func (w *Waits) Quantile(num, den int64) (months int, ok bool) {
	if w.Count == 0 || num < 0 || den <= 0 || num > den {
		return 0, false
	}
	return int(w.rank(max(1, (w.Count*num+den-1)/den))), true
}

// rank gives the wait of a rank, from 1.
func (w *Waits) rank(k int64) int16 {
	for i, n := range w.counts {
		if k -= n; k <= 0 {
			return w.months[i]
		}
	}
	return 0 // ranks are of waits that were counted
}
