package priority

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"github.com/fichier-unique/rules/demand"
)

const binaryVersion = 1

// MarshalBinary writes the account: the same allocations give the same bytes.
func (c *Account) MarshalBinary() ([]byte, error) {
	b := binary.AppendUvarint([]byte{binaryVersion}, uint64(len(c.byID)))
	for _, id := range slices.Sorted(maps.Keys(c.byID)) {
		b = binary.AppendUvarint(b, uint64(len(c.byID[id])))
		for _, e := range c.byID[id] {
			for _, text := range [...]string{e.ID, e.Landlord, string(e.Quota), e.Holder, e.Programme, e.Dwelling, e.LeasedOn.String(), string(e.Accord), string(e.DALO)} {
				b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
			}
			b = append(b, byte(e.Transfer), byte(e.Renewal))
		}
	}
	return b, nil
}

var errAccount = errors.New("priority: unmarshal account: the bytes are not those of an account of this version, or are cut short; count again from the allocations")

// UnmarshalBinary reads what MarshalBinary wrote, and nothing else.
func (c *Account) UnmarshalBinary(data []byte) error {
	r := reader{data: data}
	out, last := Account{}, ""
	r.bad = r.byte() != binaryVersion
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		list := r.allocations()
		if r.bad || list[0].ID <= last {
			return errAccount
		}
		last = list[0].ID
		for _, e := range list {
			out.insert(e)
		}
	}
	if r.bad || len(r.data) > 0 {
		return errAccount
	}
	*c = out
	return nil
}

// allocations reads the ways one allocation is written: one at least, in order.
func (r *reader) allocations() []Allocation {
	var list []Allocation
	for k := r.uvarint(); k > 0 && !r.bad; k-- {
		e := r.allocation()
		if len(list) > 0 && (e.ID != list[0].ID || list[len(list)-1].compare(e) >= 0) {
			r.bad = true
		}
		list = append(list, e)
	}
	r.bad = r.bad || len(list) == 0
	return list
}

// reader takes bytes apart; what is cut short is bad.
type reader struct {
	data []byte
	bad  bool
}

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		r.bad = true
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

// uvarint reads a number written in the shortest way.
func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 || n > 1 && r.data[n-1] == 0 {
		r.bad, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return v
}

func (r *reader) text() string {
	n := r.uvarint()
	if n > uint64(len(r.data)) {
		r.bad, r.data = true, nil
		return ""
	}
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}

func (r *reader) allocation() Allocation {
	e := Allocation{ID: r.text(), Landlord: r.text(), Quota: demand.Quota(r.text()), Holder: r.text(), Programme: r.text(), Dwelling: r.text()}
	day, err := demand.ParseDate(r.text())
	e.LeasedOn, e.Accord, e.DALO = day, demand.CollectiveAgreement(r.text()), demand.DALOStatus(r.text())
	e.Transfer, e.Renewal = demand.Answer(r.byte()), demand.Answer(r.byte())
	r.bad = r.bad || err != nil || e.ID == "" || e.Landlord == "" || !e.Quota.Known() || e.Transfer > demand.No || e.Renewal > demand.No
	return e
}
