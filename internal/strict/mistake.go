package strict

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Mistake is a mistake in a file: its place, what was found there, and what was meant.
type Mistake struct {
	File         string
	Line, Column int // from 1; columns count characters
	Found, Meant string
}

func (m *Mistake) Error() string {
	return fmt.Sprintf("%s:%d:%d: found %s; meant %s", m.File, m.Line, m.Column, m.Found, m.Meant)
}

// Mistakes are all that is wrong in a file, in its order, one a line.
type Mistakes []*Mistake

func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the mistakes one by one, for errors.As.
func (m Mistakes) Unwrap() []error {
	each := make([]error, len(m))
	for i, mistake := range m {
		each[i] = mistake
	}
	return each
}

// sorted returns the mistakes in the order of the file, each once, and behind them those of other
// files that it names.
func (m Mistakes) sorted(file string) Mistakes {
	m = slices.Clone(m)
	slices.SortStableFunc(m, func(a, b *Mistake) int {
		if a.File != b.File {
			switch file {
			case a.File:
				return -1
			case b.File:
				return 1
			}
		}
		return cmp.Or(cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(m, func(a, b *Mistake) bool { return *a == *b })
}
