package quota

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A stated rule lets all numbers be taken down, or put back, that it holds of the hits it judged:
// its answers hang on them, and on nothing else that changes.
type stated interface{ hold(*memory) }

// StateOf returns what a rule holds of the hits that it judged, as numbers with blanks between: a
// text, for many programs read numbers of JSON as floats, which do not hold an instant. The error
// names a rule that cannot say.
func StateOf(r Rule) (string, error) {
	of, ok := r.(stated)
	if !ok {
		return "", fmt.Errorf("quota: a rule of type %T has no state that can be taken down", r)
	}
	var m memory
	of.hold(&m)
	return FormatNumbers(m.numbers), nil
}

// Restore puts a state back into a fresh rule of the same terms, which then judges as the one did
// that the state is of. The error is a state of another rule.
func Restore(r Rule, state string) error {
	of, ok := r.(stated)
	if !ok {
		return fmt.Errorf("quota: a rule of type %T has no state that can be put back", r)
	}
	numbers, err := ParseNumbers(state)
	if err != nil {
		return err
	}
	m := memory{numbers: numbers, back: true}
	of.hold(&m)
	if m.wrong || len(m.numbers) > 0 {
		return fmt.Errorf("quota: found a state of %d numbers, which is none of this rule; meant one "+
			"of %T", len(numbers), r)
	}
	return nil
}

// FormatNumbers writes numbers with blanks between them.
func FormatNumbers(numbers []int64) string {
	var b []byte
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(b)
}

// ParseNumbers reads what FormatNumbers writes.
func ParseNumbers(text string) (numbers []int64, err error) {
	for word := range strings.FieldsSeq(text) {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("quota: found %q in a state; meant a number", unit.Shorten(word))
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// A memory takes numbers down, or puts them back, one after the other.
type memory struct {
	numbers []int64 // taken down; or those still to be put back
	back    bool
	wrong   bool // there were too few, or one that cannot be
}

func (m *memory) number(n *int64) {
	switch {
	case !m.back:
		m.numbers = append(m.numbers, *n)
	case len(m.numbers) == 0:
		m.wrong = true
	default:
		*n, m.numbers = m.numbers[0], m.numbers[1:]
	}
}

func (m *memory) count(n *int) {
	wide := int64(*n)
	m.number(&wide)
	*n = int(wide)
	m.wrong = m.wrong || wide < 0
}

func (m *memory) flag(b *bool) {
	n := int64(0)
	if *b {
		n = 1
	}
	m.number(&n)
	*b = n == 1
	m.wrong = m.wrong || n != 0 && n != 1
}

// list is the length of a list that has so many at most, and then each of its elements.
func (m *memory) list(length *int, most int, each func(i int)) {
	m.count(length)
	if m.wrong || *length > most || m.back && *length > len(m.numbers) {
		m.wrong = true
		return
	}
	for i := range *length {
		each(i)
	}
}

func (m *memory) ring(r *ring) {
	n := len(r.at)
	m.count(&r.next)
	m.list(&n, r.size, func(i int) {
		if m.back {
			r.at = append(r.at, 0)
		}
		m.number(&r.at[i])
	})
	m.wrong = m.wrong || r.next >= max(r.size, 1)
}
