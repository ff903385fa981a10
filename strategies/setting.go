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
	About string // what it means, in one sentence

	// Field points to what it is: a time.Duration, Rate, int, bool, or a slice of time.Duration, int
	// (HTTP statuses) or Why. An int that has Words is an index of them, a bool is the second.
	Field any

	Least, Most int64    // bounds of each number; of lengths of time in nanoseconds
	Length      int      // of a list of lengths of time that is not empty
	Fewest      int      // of a list of statuses: how many it has at least
	Words       []string // that may be written; an empty one may not
}

// Describe returns the settings of p, whose Fields hold what they are in p.
func Describe(p Part) []Setting {
	var all description
	Read(p, &all)
	return all
}

// A description is a Reader that changes nothing.
type description []Setting

func (d *description) Setting(s *Setting)              { *d = append(*d, *s) }
func (d *description) Given(string) bool               { return false }
func (d *description) Refuse(key, found, meant string) {}

// Problem returns what is wrong with what the Field holds, and what would be right; found is empty
// where nothing is wrong.
func (s *Setting) Problem() (found, meant string) {
	switch f := s.Field.(type) {
	case *time.Duration:
		return s.outside(int64(*f))
	case *[]time.Duration:
		if len(*f) > 0 && len(*f) != s.Length {
			return fmt.Sprintf("a list of %d", len(*f)), fmt.Sprintf("a list of %d", s.Length)
		}
		for _, d := range *f {
			if found, meant := s.outside(int64(d)); found != "" {
				return found, meant
			}
		}
	case *Rate:
		if f.Permits < 1 || f.Per < 1 || f.Per > Longest {
			return f.String(), "a rate, like 1/s, 1.5/s or 90/m"
		}
	case *int:
		if s.Words == nil {
			return s.outside(int64(*f))
		}
		if *f < 0 || *f >= len(s.Words) {
			return strconv.Itoa(*f), "one of " + strings.Join(s.Writable(), ", ")
		}
	case *[]int:
		if len(*f) < s.Fewest {
			return "an empty list", fmt.Sprintf("a list of at least %d", s.Fewest)
		}
		for _, v := range *f {
			if found, meant := s.outside(int64(v)); found != "" {
				return found, meant
			}
		}
	}
	return "", ""
}

// outside is Problem for one number.
func (s *Setting) outside(v int64) (found, meant string) {
	_, single := s.Field.(*time.Duration)
	_, list := s.Field.(*[]time.Duration)
	length := single || list
	switch {
	case v >= s.Least && v <= s.Most:
		return "", ""
	case length && v < s.Least:
		return time.Duration(v).String(), "at least " + time.Duration(s.Least).String()
	case length:
		return time.Duration(v).String(), "at most 50 years" // Longest
	}
	return strconv.FormatInt(v, 10), fmt.Sprintf("a whole number from %d to %d", s.Least, s.Most)
}

// Writable returns the words that a file may write.
func (s *Setting) Writable() []string {
	return slices.DeleteFunc(slices.Clone(s.Words), func(word string) bool { return word == "" })
}
