package matching

// meetings is the rows that a row has met. It is small, so that it stays at hand: a row meets few others.
type meetings struct {
	slots []uint64 // the row that meets, above the row met; what another row left there is free
	shift uint8
	n     int
	mark  uint64
}

// meetingBits is the size that most rows do with.
const meetingBits = 8

func newMeetings() meetings {
	return meetings{slots: make([]uint64, 1<<meetingBits), shift: 32 - meetingBits}
}

// open forgets all rows met and begins with those of another row.
func (m *meetings) open(row uint32) { m.n, m.mark = 0, (uint64(row)+1)<<32 }

// add tells whether a row is met for the first time.
func (m *meetings) add(row uint32) bool {
	if 2*m.n >= len(m.slots) {
		m.grow()
	}
	met := m.mark | uint64(row)
	last := len(m.slots) - 1
	for at := int(row * 0x9e3779b1 >> m.shift); ; at = (at + 1) & last {
		switch slot := m.slots[at]; {
		case slot == met:
			return false
		case slot>>32 != m.mark>>32:
			m.slots[at] = met
			m.n++
			return true
		}
	}
}

func (m *meetings) grow() {
	old, mark := m.slots, m.mark
	*m = meetings{slots: make([]uint64, 4*len(old)), shift: m.shift - 2, mark: mark}
	for _, slot := range old {
		if slot>>32 == mark>>32 {
			m.add(uint32(slot))
		}
	}
}
