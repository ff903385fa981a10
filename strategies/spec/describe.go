package spec

import (
	"fmt"
	"math"
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
	Default string `json:"default,omitempty"` // of a file that leaves it out, as it would write it
	Absent  string `json:"absent,omitempty"`  // or in words, where that cannot be written
	About   string `json:"about"`             // one sentence
}

// Parts describes every part there is, sorted by name.
func Parts() []Part {
	var all []Part
	for _, k := range strategies.Kinds() {
		p := Part{Name: k.Name, About: k.About, Settings: []Setting{}}
		for _, s := range strategies.Describe(k.Part) {
			p.Settings = append(p.Settings, describe(&s))
		}
		all = append(all, p)
	}
	return all
}

func describe(s *strategies.Setting) Setting {
	d := Setting{Key: s.Key, About: s.About, Value: value(s)}
	_, length := s.Field.(*time.Duration)
	_, number := s.Field.(*int)
	found, _ := s.Problem()
	switch written := usual(s); {
	case written != nil:
		d.Default = strings.ReplaceAll(fmt.Sprint(written), " ", ", ") // of a list
	case found != "":
		d.Absent = "required"
	case length:
		d.Absent = "for ever"
	case number && s.Words == nil:
		d.Absent = "no limit"
	default:
		d.Absent = "none"
	}
	return d
}

// value is what may be written for a setting, in words.
func value(s *strategies.Setting) string {
	writable := s.Writable()
	switch s.Field.(type) {
	case *time.Duration:
		if s.Word != "" {
			return "length of time above 0s, or " + s.Word
		}
		switch least := time.Duration(s.Least); {
		case least == 1:
			return "length of time above 0s"
		case least > 1:
			return "length of time from " + unit.FormatDuration(least)
		}
		return "length of time"
	case *[]time.Duration:
		return "list of lengths of time"
	case *strategies.Rate:
		return "rate"
	case *bool:
		if writable == nil {
			return "true or false"
		}
	case *[]int:
		return "list of HTTP statuses"
	case *[]strategies.Why:
		return "list of " + strings.Join(writable, ", ")
	case *string:
		return "class of calls"
	case *[]string:
		return "list of classes of calls"
	}
	switch {
	case writable != nil:
		return unit.Or(writable)
	case s.Most < math.MaxInt:
		return fmt.Sprintf("whole number from %d to %d", s.Least, s.Most)
	}
	return fmt.Sprintf("whole number from %d", s.Least)
}

// usual is what the field of a setting holds, as a file would write it: a text, a number or a list;
// nil where a file would leave the setting out.
func usual(s *strategies.Setting) any {
	switch f := s.Field.(type) {
	case *time.Duration:
		if s.Word != "" && *s.Worded {
			return s.Word
		}
		if *f != strategies.Forever {
			return unit.FormatDuration(*f)
		}
	case *strategies.Rate:
		if *f != (strategies.Rate{}) {
			return f.String()
		}
	case *bool:
		if s.Words == nil {
			return *f
		}
		if *f {
			return s.Words[1]
		}
		return s.Words[0]
	case *int:
		if s.Words == nil {
			if *f == math.MaxInt {
				return nil
			}
			return *f
		}
		if word := s.Words[*f]; word != "" {
			return word
		}
	case *[]int:
		if len(*f) > 0 {
			return *f
		}
	case *[]time.Duration:
		return list(*f, unit.FormatDuration)
	case *[]strategies.Why:
		return list(*f, strategies.Why.String)
	}
	return nil
}

// list is a list of texts, nil if it is empty.
func list[T any](all []T, write func(T) string) any {
	if len(all) == 0 {
		return nil
	}
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = write(v)
	}
	return words
}
