package columns

import (
	"math/rand/v2"
	"testing"
)

func TestHashSet(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	var s hashSet
	had := map[uint64]bool{}
	for range 20_000 {
		h := hash([]byte{byte(rng.IntN(90)), byte(rng.IntN(90))})
		if rng.IntN(50) == 0 {
			h = uint64(rng.IntN(2)) // 0 stands for 1
		}
		key := max(h, 1)
		if s.add(h) != had[key] {
			t.Fatalf("%x: there %v, and told otherwise", h, had[key])
		}
		had[key] = true
	}
}
