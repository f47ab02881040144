package simulator

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"
	"time"
)

// Window is a period.
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"` // excluded
}

// Faults are the bad days. Shares go from 0 to 1.
type Faults struct {
	Outages   []Window      `json:"outages,omitempty"`
	Outage    float64       `json:"outage,omitempty"`    // share of days without service
	Slow      float64       `json:"slow,omitempty"`      // share of days when answers take SlowBy
	SlowBy    time.Duration `json:"slow_by,omitempty"`   // nanoseconds in JSON
	Anomalies float64       `json:"anomalies,omitempty"` // share of demands refused without reason
	Lost      float64       `json:"lost,omitempty"`      // share of files taken whose first answer is lost
	Twice     float64       `json:"twice,omitempty"`     // share of files that come twice
	OnlyOnce  bool          `json:"only_once,omitempty"` // a demand refused without reason is taken the next time
}

// Check says whether the shares are shares.
func (f *Faults) Check() error {
	for _, share := range []float64{f.Outage, f.Slow, f.Anomalies, f.Lost, f.Twice} {
		if !(share >= 0 && share <= 1) { // NaN too
			return errors.New("simulator: a share of bad days goes from 0 to 1")
		}
	}
	if f.SlowBy < 0 {
		return errors.New("simulator: answers cannot come before they are asked for")
	}
	return nil
}

// chance draws, from the seed and what it is about, whether something happens.
func (s *Simulator) chance(share float64, what, about string) bool {
	if share <= 0 {
		return false
	}
	h := fnv.New64a()
	var seed [8]byte
	binary.LittleEndian.PutUint64(seed[:], s.in.Seed)
	for _, part := range [][]byte{seed[:], []byte(what), {0}, []byte(about)} {
		_, _ = h.Write(part) // a hash never fails
	}
	x := h.Sum64() // FNV leaves the high bits of short texts alike: they are mixed
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return float64(x>>11)/(1<<53) < share
}

// down reports an outage.
func (s *Simulator) down(now time.Time) bool {
	return s.chance(s.faults.Outage, "outage", now.Format(time.DateOnly)) ||
		slices.ContainsFunc(s.faults.Outages, func(w Window) bool { return !now.Before(w.From) && now.Before(w.To) })
}

// ready says when the answer to what comes now is there.
func (s *Simulator) ready(now time.Time) time.Time {
	if s.chance(s.faults.Slow, "slow", now.Format(time.DateOnly)) {
		return now.Add(s.faults.SlowBy)
	}
	return now
}
