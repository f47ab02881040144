package matching

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCompareDigits: dates are compared as they are digit by digit, written plainly.
func TestCompareDigits(t *testing.T) {
	plainSlips := func(p, q [8]byte) int {
		n := 0
		for i := 0; i < len(p) && n < 3; i++ {
			if p[i] == q[i] {
				continue
			}
			n++
			if i+1 < len(p) && p[i] == q[i+1] && p[i+1] == q[i] {
				i++
			}
		}
		return n
	}
	spelt := func(b birth) (out [8]byte) {
		for i, n := range [...]int{int(b.y) / 100, int(b.y) % 100, int(b.m), int(b.d)} {
			out[2*i], out[2*i+1] = byte(n/10), byte(n%10)
		}
		return out
	}
	plain := func(a, b birth) Level {
		slips := plainSlips(spelt(a), spelt(b))
		switch {
		case a == b:
			return LevelExact
		case a.y == b.y && a.m == b.d && a.d == b.m:
			return LevelSwapped
		case a.first() && b.first():
			return otherYear(a, b)
		case slips == 1:
			return LevelSlip
		case a.y == b.y && (a.first() || b.first()):
			return LevelYearOnly
		case slips == 2 && (a.y == b.y || a.m == b.m && a.d == b.d || a.y/10 == b.y/10):
			return LevelTwoSlips
		case a.y == b.y:
			return LevelSameYear
		}
		return otherYear(a, b)
	}
	rng := rand.New(rand.NewPCG(3, 3))
	draw := func() birth {
		b := birth{y: int16(1940 + rng.IntN(70)), m: int8(1 + rng.IntN(13)), d: int8(1 + rng.IntN(32))}
		if rng.IntN(6) == 0 {
			b.m, b.d = 1, 1
		}
		return b
	}
	met := map[Level]int{}
	for range 300_000 {
		a, b := draw(), draw()
		if rng.IntN(2) == 0 {
			b = a
			for range 1 + rng.IntN(2) { // a slip or two
				switch rng.IntN(5) {
				case 0:
					b.y += int16([]int{1, -1, 10, -9, 100}[rng.IntN(5)])
				case 1:
					b.m = int8(1 + rng.IntN(12))
				case 2:
					b.d = b.d/10 + b.d%10*10
				case 3:
					b.d = int8(1 + rng.IntN(31))
				case 4:
					b.m, b.d = b.d, b.m
				}
			}
			if b.m == 0 || b.d == 0 {
				continue
			}
		}
		got, want := compareDates(a, b), plain(a, b)
		if got != want || compareDates(b, a) != want {
			t.Fatalf("%v with %v: %v, plainly %v", a, b, got, want)
		}
		met[got]++
	}
	for _, l := range []Level{LevelExact, LevelSwapped, LevelSlip, LevelTwoSlips, LevelYearOnly, LevelSameYear, LevelDifferent, LevelGeneration} {
		if met[l] < 20 {
			t.Errorf("%v is met %d times only", l, met[l])
		}
	}
}

// TestRadixSort: entries are sorted, few or many.
func TestRadixSort(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	for _, n := range []int{0, 1, 2, 100, 2047, 2048, 2049, 20_000} {
		entries := make([]uint64, n)
		for i := range entries {
			entries[i] = rng.Uint64()&^0xffffffff | uint64(i)
			if rng.IntN(3) == 0 {
				entries[i] = 7<<32 | uint64(i)
			}
		}
		want := slices.Sorted(slices.Values(entries))
		if got := radixSort(entries, make([]uint64, n/2)); !slices.Equal(got, want) {
			t.Fatalf("%d entries are not sorted", n)
		}
	}
}

// TestKeyList: the entries of a hash are found, as far as the limit, whatever the values others hold.
func TestKeyList(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 3))
	for _, n := range []int{0, 1, 7, 8, 9, 5000, 17_000} {
		var entries []uint64
		for i := range n {
			hash := mix(uint64(rng.IntN(2+n/3)), 1)
			if rng.IntN(3) == 0 {
				hash = mix(1, 1) // a value that many hold
			}
			entries = append(entries, hash&^0xffffffff|uint64(i))
		}
		slices.Sort(entries)
		list := newKeyList(entries)
		for value := range uint64(4 + n/3) {
			for _, limit := range []int{1, 9, 1 << 20} {
				hash := mix(value, 1)
				var want []uint64
				for _, e := range entries {
					if e>>32 == hash>>32 && len(want) < limit {
						want = append(want, e)
					}
				}
				var rows []uint64
				for _, e := range want {
					rows = append(rows, e&0xffffffff)
				}
				from, to := list.bounds(hash)
				if got := list.in(nil, from, to, hash, limit); !slices.Equal(got, rows) {
					t.Fatalf("of %d entries, %d are found for a value, not %d", n, len(got), len(want))
				}
				if got := span(entries, hash, limit); !slices.Equal(got, want) {
					t.Fatalf("of %d entries, span finds %d for a value, not %d", n, len(got), len(want))
				}
			}
		}
	}
}

// TestPower: powers found from one another are those that math gives.
func TestPower(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 3))
	for range 100_000 {
		x := float32(rng.NormFloat64() * 40)
		if rng.IntN(4) == 0 {
			x = float32(rng.IntN(160)-80) / 2
		}
		n := int8(rng.IntN(248) - 120)
		if got, want := newPower(x).less(n), math.Exp2(float64(x)-float64(n)); math.Abs(got-want) > 1e-15*want {
			t.Fatalf("2^(%v-%d) is %v, not %v", x, n, got, want)
		}
	}
	if (power{}).less(-100) != 0 {
		t.Error("what cannot be has a chance")
	}
}
