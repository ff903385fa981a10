package drawing

import (
	"fmt"
	"strconv"
)

// A Series is the counts of equal steps.
type Series []int

// MarshalText writes how each count differs from the one before, the first from 0: a to z is 1 to
// 26 more, A to Z as many less, (n) any other difference, and a number is so many steps without
// one. Most steps of a run are like their neighbours, and a page has half a million of them.
func (s Series) MarshalText() ([]byte, error) {
	const letters = 'z' - 'a' + 1
	var text []byte
	last, same := 0, 0
	for _, n := range s {
		d := n - last
		last = n
		if d == 0 {
			same++
			continue
		}
		if same > 0 {
			text, same = strconv.AppendInt(text, int64(same), 10), 0
		}
		switch {
		case 0 < d && d <= letters:
			text = append(text, byte('a'+d-1))
		case -letters <= d && d < 0:
			text = append(text, byte('A'-d-1))
		default:
			text = fmt.Appendf(text, "(%d)", d)
		}
	}
	if same > 0 {
		text = strconv.AppendInt(text, int64(same), 10)
	}
	return text, nil
}

// spans are the stretches of counts above 0: the first step, and the one behind the last.
func (s Series) spans() [][2]int {
	var all [][2]int
	for i := 0; i < len(s); i++ {
		from := i
		for i < len(s) && s[i] > 0 {
			i++
		}
		if i > from {
			all = append(all, [2]int{from, i})
		}
	}
	return all
}
