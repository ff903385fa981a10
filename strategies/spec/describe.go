package spec

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Part describes a kind of part, as it describes itself.
type Part struct {
	Name     string    `json:"name"`
	About    string    `json:"about"`
	Settings []Setting `json:"settings"`
}

// A Setting describes a setting of a part.
type Setting struct {
	Key     string `json:"key"`
	Value   string `json:"value"`             // what may be written
	Default string `json:"default,omitempty"` // what a file means that leaves it out, as it would write it
	Absent  string `json:"absent,omitempty"`  // or in words, where that cannot be written
	About   string `json:"about"`             // one sentence
}

// Parts describes every part there is, sorted by name.
func Parts() []Part {
	var all []Part
	for _, k := range strategies.Kinds() {
		p := Part{Name: k.Name, About: k.About, Settings: []Setting{}}
		for _, s := range strategies.Describe(k.Part) {
			d := Setting{Key: s.Key, Value: meaning(&s), Default: text(&s), About: s.About}
			if d.Default == "" {
				d.Absent = absent(&s)
			}
			p.Settings = append(p.Settings, d)
		}
		all = append(all, p)
	}
	return all
}

// absent says what it means to leave out a setting whose default cannot be written.
func absent(s *strategies.Setting) string {
	found, _ := s.Problem()
	switch s.Field.(type) {
	case *time.Duration:
		return "for ever"
	case *int:
		if s.Words == nil {
			return "no limit"
		}
	}
	if found != "" {
		return "required"
	}
	return "none"
}

// meaning says what may be written for a setting.
func meaning(s *strategies.Setting) string {
	switch s.Field.(type) {
	case *time.Duration:
		if s.Least == 0 {
			return "length of time"
		}
		least := time.Duration(s.Least)
		if least == 1 {
			return "length of time above 0s"
		}
		return "length of time from " + unit.FormatDuration(least)
	case *[]time.Duration:
		return "list of lengths of time"
	case *strategies.Rate:
		return "rate"
	case *[]int:
		return "list of HTTP statuses"
	case *[]strategies.Why:
		return "list of " + strings.Join(s.Words, ", ")
	case *int:
		switch {
		case s.Words != nil:
			return unit.Or(s.Writable())
		case s.Most == math.MaxInt:
			return fmt.Sprintf("whole number from %d", s.Least)
		}
		return fmt.Sprintf("whole number from %d to %d", s.Least, s.Most)
	}
	return unit.Or(s.Writable())
}

// text is what the field of a setting holds, as a file would write it; empty where a file would
// leave the setting out.
func text(s *strategies.Setting) string {
	switch f := s.Field.(type) {
	case *time.Duration:
		if *f != strategies.Forever {
			return unit.FormatDuration(*f)
		}
	case *[]time.Duration:
		return listed(*f, unit.FormatDuration)
	case *strategies.Rate:
		if *f != (strategies.Rate{}) {
			return f.String()
		}
	case *int:
		switch {
		case s.Words != nil:
			return s.Words[*f]
		case *f != math.MaxInt:
			return strconv.Itoa(*f)
		}
	case *bool:
		if *f {
			return s.Words[1]
		}
		return s.Words[0]
	case *[]int:
		return listed(*f, strconv.Itoa)
	case *[]strategies.Why:
		return listed(*f, strategies.Why.String)
	}
	return ""
}

// listed writes a list, nothing of an empty one.
func listed[T any](all []T, text func(T) string) string {
	if len(all) == 0 {
		return ""
	}
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = text(v)
	}
	return "[" + strings.Join(words, ", ") + "]"
}
