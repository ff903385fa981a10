package world

// An actionBook knows which actions are under way: a bit for every action that ever began, in the
// order of their numbers, which count from 1. A million actions take 125 kB.
type actionBook struct {
	underway []uint64
	begun    uint64
	open     int
}

// begin notes an action, and reports whether it is the one whose turn it is.
func (b *actionBook) begin(action uint64) bool {
	if action != b.begun+1 {
		return false
	}
	if b.begun&63 == 0 {
		b.underway = append(b.underway, 0)
	}
	b.underway[b.begun>>6] |= 1 << (b.begun & 63)
	b.begun++
	b.open++
	return true
}

// end notes the end of an action, and reports whether it was under way.
func (b *actionBook) end(action uint64) bool {
	i := action - 1 // 0 becomes a number that never began
	if i >= b.begun || b.underway[i>>6]>>(i&63)&1 == 0 {
		return false
	}
	b.underway[i>>6] &^= 1 << (i & 63)
	b.open--
	return true
}
