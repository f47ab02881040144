package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/numbering"
)

// Errors a caller may branch on. They may come wrapped.
var (
	ErrNotFound    = errors.New("store: not found")
	ErrNumberTaken = errors.New("store: the unique number is given already")
	ErrEventTaken  = errors.New("store: an event of this identifier is written already")
	ErrKeyReused   = errors.New("store: the key of the request was used for another request")
	ErrNotEmpty    = errors.New("store: the store is not empty")
	// ErrUnfit: the act holds what no database can keep, such as a name that is empty or
	// is no text. Nothing of it was written.
	ErrUnfit = errors.New("store: the act cannot be kept")
	ErrBusy  = errors.New("store: somebody is reading: what was erased leaves the disk later")
	// ErrUnknown: the connection to the database was lost while it committed, and
	// what became of the act could not be learnt. Sent again under the same key, it
	// is written once.
	ErrUnknown = errors.New("store: the connection was lost before the database told whether the act was written; send the request again under the same key")
)

// StaleError says that something changed since it was read: a demand or a
// record. Nothing of the act was written.
type StaleError struct {
	Demand  string // key of the demand, or
	Kind    string // kind and
	Key     string // key of the record
	Current int64  // what the sequence or the version is now; 0: there is none
}

// Error says what moved, and where it is, without naming it: keys may be somebody's.
func (e *StaleError) Error() string {
	if e.Demand != "" {
		return fmt.Sprintf("store: the demand changed since it was read: it is at %d", e.Current)
	}
	return fmt.Sprintf("store: the record of kind %s changed since it was read: it is at version %d", e.Kind, e.Current)
}

// Store is a database of the file. All of it may be used by several goroutines,
// and several processes may share a PostgreSQL store.
type Store interface {
	// Write commits an act in one durable transaction: when it returns without
	// error, the act is on the disk; when it returns an error, nothing of it is, but
	// for ErrUnknown.
	// Acts of several goroutines may share a transaction; each still stands or
	// falls alone.
	Write(ctx context.Context, act *Act) (Written, error)

	// Answered gives what was answered to a request that bears a key; ErrKeyReused
	// when its digest is another one.
	Answered(ctx context.Context, key, digest string) (answer []byte, found bool, err error)

	// Of gives the events of a demand, in the order they were written; none for a
	// demand that does not exist.
	Of(ctx context.Context, demand string) ([]Entry, error)
	// OfEach is Of for several demands at once.
	OfEach(ctx context.Context, demands []string) (map[string][]Entry, error)
	// Since gives the events written after a sequence, at most limit, in order. An
	// event never appears before a sequence that was read already.
	Since(ctx context.Context, after int64, limit int) ([]Entry, error)
	// Last is the sequence of the last event written, even if it was erased since; 0
	// when there never was any.
	Last(ctx context.Context) (int64, error)

	// Bearer gives the demand that bears a unique number, or ErrNotFound.
	Bearer(ctx context.Context, number numbering.Number) (string, error)
	// Row gives the projection of a demand, or ErrNotFound.
	Row(ctx context.Context, demand string) (Row, error)
	// Rows gives the rows that a query asks for, by key of demand. It reads a page at
	// a time: a row changed meanwhile may be seen as it was or as it is.
	Rows(ctx context.Context, q Query) iter.Seq2[Row, error]

	// Paper gives an uploaded document with its body, or ErrNotFound.
	Paper(ctx context.Context, id string) (Paper, error)
	// Papers lists the documents of a demand (or of a draft), without their bodies, in
	// the order they came.
	Papers(ctx context.Context, owner string) ([]Paper, error)

	// Record gives a record, or ErrNotFound. A record past its end is not found.
	Record(ctx context.Context, kind, key string, now time.Time) (Record, error)
	// Records gives the records of a kind whose key begins with a prefix, by key,
	// without those past their end.
	Records(ctx context.Context, kind, prefix string, now time.Time) iter.Seq2[Record, error]
	// Expire removes the records past their end, and the answers given before a
	// moment, and says how many went.
	Expire(ctx context.Context, now, answersBefore time.Time) (int, error)

	// AccessSince gives the lines of the access journal after a rank, at most limit.
	AccessSince(ctx context.Context, after int64, limit int) ([]AccessLine, error)

	// Claim takes messages of a topic that are due, at most limit, and keeps others
	// from taking them until the lease ends. Their Attempts counts this one.
	Claim(ctx context.Context, topic string, now time.Time, lease time.Duration, limit int) ([]Message, error)
	// Settle ends a message claimed: sent (removed) when next is zero, else to be
	// tried again at next. To remove one that is gone is no error; to put it off is
	// ErrNotFound.
	Settle(ctx context.Context, id int64, next time.Time) error

	// Counts gives the number of rows of each table, by its name.
	Counts(ctx context.Context) (map[string]int64, error)
	// Dump writes every table in an open format (see Dump in dump.go): a snapshot
	// taken while others write. Load reads it into an empty store.
	Dump(ctx context.Context, dir string) (Manifest, error)
	Load(ctx context.Context, dir string) (Manifest, error)
	// Rebuild makes the rows again from the events of each demand.
	Rebuild(ctx context.Context, project func(demand string, events []Entry) (Row, error)) (int, error)

	// Scrub makes what was erased leave the files of the database, as far as the
	// database lets a program do it; ErrBusy when a reader holds it for now: try again
	// later.
	Scrub(ctx context.Context) error

	// Ping says whether the store answers and can write.
	Ping(ctx context.Context) error
	Close() error
}

// Entry is an event with its place in the journal as written here.
type Entry struct {
	Seq   int64
	Event journal.Event
}

// Act is what one transaction writes. Every part may be empty. Moments are kept
// to the microsecond, and read in universal time. What is removed is removed
// before anything is written.
type Act struct {
	// Key is given by the sender of a request so that the same request, sent again,
	// has no second effect; Digest tells two requests under one key apart; Answer
	// is what Written.Replayed gives next time. An act with a key has its moment, At:
	// Expire forgets by it.
	Key    string
	Digest string
	// It is called inside the transaction, once the sequences are known, and again
	// when the transaction has to be tried again; nil: an empty answer.
	Answer func(w Written) ([]byte, error)

	// Expect is the sequence at which each demand was read: the act fails with a
	// StaleError when it moved. 0 says that the demand must not exist yet.
	Expect map[string]int64

	Erase   []string        // demands whose events, row, papers and numbers are removed, before Events are written
	Events  []journal.Event // written in this order
	Numbers []Given         // numbers given by the act
	// Rows are the projections after the act, one at least for each demand whose
	// events it writes. Their Seq is filled in by the store: the sequence of the last
	// event of the demand.
	Rows []Row

	Papers       []Paper  // without body: the one that is there, of the same Digest, is kept
	RemovePapers []string // ids
	Records      []Record // written; see Record.Version
	Remove       []Ref    // records removed
	Access       []AccessLine
	Messages     []Message
	At           time.Time // moment of the act
}

// Given is a unique number given to a demand.
type Given struct {
	Number numbering.Number
	Demand string
}

// Written says what was committed.
type Written struct {
	Seqs []int64 // of Act.Events
	// Replayed is what was answered the first time to a request sent again: nothing
	// was written now.
	Replayed []byte
	Replay   bool
}

// Row is a demand as it stands after its last event: what lists and searches
// need, and nothing more of the person.
type Row struct {
	Demand    string         `json:"demand"`
	Seq       int64          `json:"seq"` // of its last event
	Number    string         `json:"number,omitempty"`
	Status    journal.Status `json:"status"`
	Desk      string         `json:"desk,omitempty"`
	Deposited demand.Date    `json:"deposited,omitzero"`
	Renewed   demand.Date    `json:"renewed,omitzero"` // last renewal
	StruckOff demand.Date    `json:"struck_off,omitzero"`
	Communes  []string       `json:"communes,omitempty"` // wanted
	Online    bool           `json:"online,omitempty"`
}

// Query chooses rows; what is not given admits everything.
type Query struct {
	Status  []journal.Status
	Desk    []string
	Commune []string // wants at least one of them
	After   string   // keys after this one
	Limit   int      // 0: all
}

// Paper is an uploaded document.
type Paper struct {
	ID       string      `json:"id"`
	Owner    string      `json:"owner"` // key of a demand, or of a draft
	Code     string      `json:"code"`  // paper, of demand/papers
	Person   string      `json:"person,omitempty"`
	Type     string      `json:"type"`   // media type, told from the content
	Size     int64       `json:"size"`   // filled in from the body
	Digest   string      `json:"digest"` // SHA-256 of the body, hexadecimal; filled in from it
	Received time.Time   `json:"received"`
	Until    demand.Date `json:"until,omitzero"`
	Year     int         `json:"year,omitempty"` // of a tax notice
	Refused  bool        `json:"refused,omitempty"`
	Service  string      `json:"service,omitempty"`
	Body     []byte      `json:"body,omitempty"`
}

// Record is a small document.
type Record struct {
	Kind string
	Key  string
	// Version is 0 for a record that must not exist, AnyVersion to write it whatever
	// is there, else the version read: a StaleError says that it moved. A record read
	// bears its version, which no other record ever bore.
	Version int64
	Until   time.Time // from it on, the record is gone, as if it was not there; zero: for ever
	Body    []byte
}

// AnyVersion writes a record whatever is there.
const AnyVersion = -1

// Ref names a record.
type Ref struct{ Kind, Key string }

// AccessLine is a line of the access journal (charter/access), with its rank: 1,
// 2, 3, without gap, given when the line is written.
type AccessLine struct {
	Rank int64
	At   time.Time
	Line []byte
}

// Message is something to be sent: a mail, a call to a partner's system.
type Message struct {
	ID       int64
	Topic    string
	Due      time.Time
	Attempts int
	Body     []byte
}

// Manifest describes a dump: its files with their counts and digests.
type Manifest struct {
	Format string `json:"format"`
	Files  []File `json:"files"`
	Digest string `json:"digest"` // of the files, in order
}

// File is one file of a dump.
type File struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}
