package matching

import (
	"cmp"
	"fmt"
	"slices"
)

// rowList holds rows in stretches, so that they need not be moved as more come.
type rowList struct {
	parts [][]row
	n     int
}

const rowsAPart = 1024

func (l *rowList) add(r row) {
	last := len(l.parts) - 1
	switch {
	case last < 0:
		l.parts = append(l.parts, nil) // of a few records, no more than they take
		last = 0
	case l.n == len(l.parts)*rowsAPart:
		l.parts = append(l.parts, make([]row, 0, rowsAPart))
		last++
	}
	l.parts[last] = append(l.parts[last], r)
	l.n++
}

func (l *rowList) at(i int) *row { return &l.parts[i/rowsAPart][i%rowsAPart] }

// gather brings the batches into one, in order of ID.
func (s *Set) gather(run Runner, batches []*Batch) error {
	if len(batches) == 0 {
		batches = []*Batch{NewBatch()}
	}
	var (
		all   Batch
		from  []int // of each batch, its first record among all
		moves = make([]move, len(batches))
		order []uint32
		err   error
	)
	for _, b := range batches {
		from = append(from, len(all.ids))
		all.takeTexts(b)
		all.folder.none.add(b.folder.none.Placeholders)
		all.cut += b.cut
	}
	run(1+movedTables, func(i int) {
		if i == 0 {
			order, err = orderByID(all.ids)
			return
		}
		for k := 1; k < len(batches); k++ {
			moves[k].take(i-1, &batches[0].lex, &batches[k].lex)
		}
	})
	if err != nil {
		return err
	}
	s.ids, s.demands, s.roles, s.lex = reordered(all.ids, order), reordered(all.demands, order), reordered(all.roles, order), batches[0].lex
	s.rows = make([]row, len(s.ids))
	run(sampleParts, func(part int) {
		for n := part * len(s.rows) / sampleParts; n < (part+1)*len(s.rows)/sampleParts; n++ {
			i := n
			if order != nil {
				i = int(order[n])
			}
			k := len(from) - 1
			for from[k] > i {
				k--
			}
			s.rows[n] = moves[k].row(batches[k].rows.at(i - from[k]))
		}
	})
	for _, b := range batches {
		*b = Batch{}
	}
	s.lex.settle()
	s.report.Records, s.report.Shortened, s.report.Placeholders = len(s.ids), all.cut, all.folder.none.Placeholders
	for i := range s.rows {
		s.lex.count(&s.rows[i], 1)
		if s.rows[i].date.unread {
			s.report.DatesUnread++
		}
	}
	return nil
}

// takeTexts appends what another batch has beside rows.
func (b *Batch) takeTexts(o *Batch) {
	if o.demands != nil || b.demands != nil {
		for len(b.demands) < len(b.ids) {
			b.demands = append(b.demands, "")
		}
		b.demands = append(b.demands, o.demands...)
		for len(b.demands) < len(b.ids)+len(o.ids) {
			b.demands = append(b.demands, "")
		}
	}
	b.ids, b.roles = append(b.ids, o.ids...), append(b.roles, o.roles...)
}

// move says where the words of a batch went in the tables of the first one. The zero move leaves them.
type move struct {
	words  [3][]uint32
	plains [6][]uint32
}

const movedTables = len(move{}.words) + len(move{}.plains)

// take moves the words of a table.
func (m *move) take(table int, to, from *lexicon) {
	if table < len(m.words) {
		m.words[table] = to.wordTables()[table].take(from.wordTables()[table])
		return
	}
	table -= len(m.words)
	m.plains[table] = to.plainTables()[table].take(from.plainTables()[table])
}

// row is a row after the move.
func (m *move) row(from *row) row {
	r := *from
	if m.words[0] == nil {
		return r
	}
	names, firsts, streets, texts := m.words[0], m.words[1], m.words[2], m.plains[5]
	r.birth, r.used, r.street = names[r.birth], names[r.used], streets[r.street]
	for k, id := range r.first {
		r.first[k] = firsts[id]
	}
	r.place, r.city, r.postal = m.plains[0][r.place], m.plains[1][r.city], m.plains[2][r.postal]
	r.domain, r.local = m.plains[3][r.domain], m.plains[4][r.local]
	r.country, r.identifier, r.uniqNumber, r.demand = texts[r.country], texts[r.identifier], texts[r.uniqNumber], texts[r.demand]
	return r
}

// orderByID sorts the positions by ID; nil says that they are sorted already.
func orderByID(ids []string) ([]uint32, error) {
	sorted := true
	for i, id := range ids {
		if id == "" {
			return nil, fmt.Errorf("matching: index records: give record %d (from 0) an ID: %w", i, ErrRecordID)
		}
		sorted = sorted && (i == 0 || ids[i-1] < id)
	}
	if sorted {
		return nil, nil
	}
	order := make([]uint32, len(ids))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int { return cmp.Or(cmp.Compare(ids[i], ids[j]), cmp.Compare(i, j)) })
	for n, i := range order {
		if n > 0 && ids[order[n-1]] == ids[i] {
			return nil, fmt.Errorf("matching: index records: give records %d and %d (from 0) different IDs: %w",
				order[n-1], i, ErrRecordID)
		}
	}
	return order, nil
}

// reordered puts a list in an order; nil leaves it.
func reordered[T any](list []T, order []uint32) []T {
	if list == nil || order == nil {
		return list
	}
	out := make([]T, len(list))
	for n, i := range order {
		out[n] = list[i]
	}
	return out
}
