package suite

import (
	"fmt"
	"sync"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// Start is the moment of the acts of tests.
var Start = time.Date(2026, 11, 2, 9, 30, 0, 123456000, time.UTC)

// Name is the key of the demand of rank n.
func Name(n int) string { return fmt.Sprintf("d%07d", n) }

// Number is a unique number of rank n.
func Number(n int) numbering.Number {
	number, err := numbering.New(numbering.Deposit{Territory: "021", Year: 2026, Month: 11}, 1+n%999_999, fmt.Sprintf("%05d", 21_001+n/999_999))
	if err != nil {
		panic(err) // the ranks of tests are small
	}
	return number
}

// form is what every demand of the tests gives.
func form() *demand.Form {
	return &demand.Form{Desk: "21001", DepositedOn: demand.MustDate("2026-11-02"), Remarks: "Souhaite rester à Dijon.", PersonsToHouse: 2,
		Applicant: demand.Person{UsedName: "MARTIN", FirstNames: "Camille", BirthDate: demand.MustDate("1986-04-12"), Email: "camille@exemple.fr"}}
}

// given is worked out once: a benchmark measures the store.
var given = sync.OnceValue(func() journal.Paths { return journal.Given(form()) })

// Act deposits the demand of rank n and numbers it, as a desk does: two events, a
// number, a row, a line of the access journal, and an answer under a key.
func Act(n int) *store.Act {
	key, number := Name(n), Number(n)
	day := demand.MustDate("2026-11-02")
	at := Start.Add(time.Duration(n) * time.Millisecond)
	event := func(counter int, kind journal.Kind) journal.Event {
		return journal.Event{ID: journal.ID{Origin: "21001", Counter: uint64(counter)}, Demand: key, Kind: kind, On: day,
			Entered: journal.MomentOf(at), Author: "agent-1", Service: "21001"}
	}
	create, numbered := event(2*n+1, journal.Create), event(2*n+2, journal.Number)
	create.Set, create.Values, create.Receipt = given(), form(), "r"+key
	numbered.Number = number
	return &store.Act{
		Key: "request-" + key, Digest: "digest-" + key, At: at,
		Answer: func(w store.Written) ([]byte, error) {
			return fmt.Appendf(nil, `{"demand":%q,"seq":%d}`, key, w.Seqs[1]), nil
		},
		Expect:  map[string]int64{key: 0},
		Events:  []journal.Event{create, numbered},
		Numbers: []store.Given{{Number: number, Demand: key}},
		Rows: []store.Row{{Demand: key, Number: number.String(), Status: journal.Active, Desk: "21001", Deposited: day,
			Communes: []string{"21231", "21054"}}},
		Access: []store.AccessLine{{At: at, Line: fmt.Appendf(nil, `{"demand":%q,"actor":"agent-1","act":"create"}`, key)}},
	}
}
