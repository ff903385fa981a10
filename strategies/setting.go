package strategies

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Setting is one setting of a part.
type Setting struct {
	Key   string // in strategy files
	About string // its meaning, in one sentence

	// Field points to the value: a time.Duration, Rate, int, bool, string (a class of calls), or a
	// slice of time.Duration, int (HTTP statuses), string or Why. With Words an int is the index of
	// one, and a bool is true for the second.
	Field any

	Least, Most int64    // bounds of each number, for a length of time in nanoseconds
	Length      int      // of a list of lengths of time, which may be empty instead
	Fewest      int      // the least length of a list of statuses
	Word        string   // what may be written in place of a length of time; empty: nothing
	Worded      *bool    // whether the Word stands in place of the Field
	Words       []string // the words that stand for values; an empty one cannot be written
}

// Describe returns the settings of p, whose Fields point to the values of p.
func Describe(p Part) []Setting {
	var all []Setting
	Read(p, inspector{
		setting: func(s *Setting) { all = append(all, *s) },
		refuse:  func(_, _, _ string) {},
	})
	return all
}

// An inspector is a Reader that changes nothing.
type inspector struct {
	setting func(s *Setting)
	refuse  func(key, found, meant string)
}

func (i inspector) Setting(s *Setting)              { i.setting(s) }
func (i inspector) Given(string) bool               { return false }
func (i inspector) Refuse(key, found, meant string) { i.refuse(key, found, meant) }

// Problem returns what is wrong with the value of the Field, and what would be right; found is
// empty where nothing is wrong.
func (s *Setting) Problem() (found, meant string) {
	switch f := s.Field.(type) {
	case *time.Duration:
		return outside(s, *f)
	case *[]time.Duration:
		if len(*f) > 0 && len(*f) != s.Length {
			return fmt.Sprintf("a list of %d", len(*f)), fmt.Sprintf("a list of %d", s.Length)
		}
		return outside(s, *f...)
	case *Rate:
		if f.Permits < 1 || f.Per < 1 || f.Per > Longest {
			return f.String(), "a rate, like 1/s, 1.5/s or 90/m"
		}
	case *int:
		if s.Words == nil {
			return outside(s, *f)
		}
		if *f < 0 || *f >= len(s.Words) {
			return strconv.Itoa(*f), "one of " + strings.Join(s.Writable(), ", ")
		}
	case *string:
		if *f == "" {
			return "no class", "the name of a class of calls, such as labels"
		}
	case *[]string:
		if len(*f) < s.Fewest || slices.Contains(*f, "") {
			return "a list without a class", "names of classes of calls, such as [labels, batch]"
		}
	case *[]int:
		if len(*f) < s.Fewest {
			return "an empty list", fmt.Sprintf("a list of at least %d", s.Fewest)
		}
		return outside(s, *f...)
	}
	return "", ""
}

// outside is the Problem of the first of the values that is out of bounds.
func outside[T int | time.Duration](s *Setting, values ...T) (found, meant string) {
	for _, v := range values {
		_, length := any(v).(time.Duration)
		switch {
		case int64(v) >= s.Least && int64(v) <= s.Most:
			continue
		case !length:
			meant = fmt.Sprintf("a whole number from %d to %d", s.Least, s.Most)
		case int64(v) < s.Least:
			meant = "at least " + time.Duration(s.Least).String()
		default:
			meant = "at most 50 years" // Longest
		}
		return fmt.Sprint(v), meant
	}
	return "", ""
}

// Writable returns the Words that a file may write.
func (s *Setting) Writable() []string {
	return slices.DeleteFunc(slices.Clone(s.Words), func(word string) bool { return word == "" })
}
