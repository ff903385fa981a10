package spec

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// settings are those of a part, as a file writes them: below the name of the part.
type settings struct {
	part strategies.Part

	// change: the part is one of a strategy already, of which some settings are changed. A single
	// length of time stands for a list of as many as belong there.
	change bool
}

// Fields are the settings.
func (s *settings) Fields() []strict.Field {
	var fields []strict.Field
	for _, each := range strategies.Describe(s.part) {
		f, _ := fieldOf(&each)
		found, _ := each.Problem()
		f.Required, f.Fewest, f.Default = found != "", each.Fewest, usual(&each)
		fields = append(fields, f)
	}
	return fields
}

// Read reads the settings in the order in which the part declares them: what it says of one may
// depend on those before.
func (s *settings) Read(at strict.Place) {
	s.part = strategies.Read(s.part, reader{at, s.change})
}

// A reader reads the settings of a part from the mapping at a place.
type reader struct {
	at     strict.Place
	change bool
}

// Setting reads one setting, if the mapping has it.
func (r reader) Setting(s *strategies.Setting) {
	at := r.at.Key(s.Key)
	f, keep := fieldOf(s)
	sound := true
	switch each, many := s.Field.(*[]time.Duration); {
	case at.Node() == nil:
	case many && r.change && at.Node().Kind == strict.Scalar:
		if s.Length == 0 {
			at.Wrong(s.Key+" where there is nothing to wait for", "a strategy that repeats")
			return
		}
		f.Into = new(time.Duration)
		sound = at.Read(f)
		*each = slices.Repeat([]time.Duration{*f.Into.(*time.Duration)}, s.Length)
	default:
		sound = at.Read(f)
		keep()
	}
	found, meant := s.Problem()
	switch {
	case found == "" || !sound:
	case at.Node() == nil && !r.change:
		at.Missing(f)
	case at.Node() == nil:
		r.at.Wrong(s.Key+": "+found, meant)
	default:
		at.Wrong(found, meant)
	}
}

// Given reports whether the mapping has the setting.
func (r reader) Given(key string) bool { return r.at.Key(key).Node() != nil }

// Refuse reports a mistake at a setting, or at the part where the mapping leaves that out.
func (r reader) Refuse(key, found, meant string) {
	if at := r.at.Key(key); at.Node() != nil {
		at.WrongKey(found, meant)
		return
	}
	r.at.Wrong(found, meant)
}

// fieldOf is how a file writes a setting. What was read into the field is in the setting once keep
// has been called.
func fieldOf(s *strategies.Setting) (f strict.Field, keep func()) {
	f, keep = strict.Field{Key: s.Key, Doc: s.About, Into: s.Field}, func() {}
	switch into := s.Field.(type) {
	case *time.Duration, *[]time.Duration:
		f.Min = unit.FormatDuration(time.Duration(s.Least))
		f.Max = unit.FormatDuration(time.Duration(min(s.Most, int64(strategies.Longest))))
	case *strategies.Rate:
		f.Into = (*rate)(into)
	case *[]strategies.Why:
		var all []why
		f.Into = &all
		keep = func() {
			*into = make([]strategies.Why, len(all))
			for i, w := range all {
				(*into)[i] = strategies.Why(w)
			}
		}
	case *bool:
		w := &word{words: s.Words}
		f.Into, keep = w, func() { *into = w.index == 1 }
	case *int, *[]int:
		if number, ok := into.(*int); ok && s.Words != nil {
			w := &word{words: s.Words}
			f.Into, keep = w, func() { *number = w.index }
			break
		}
		f.Min = strconv.FormatInt(s.Least, 10)
		if s.Most < math.MaxInt {
			f.Max = strconv.FormatInt(s.Most, 10)
		}
	default:
		panic(fmt.Sprintf("spec: the setting %s is a %T", s.Key, into))
	}
	return f, keep
}

// A word is one of several words. An empty one cannot be written.
type word struct {
	words []string
	index int
}

// Choices are the words that may be written.
func (w *word) Choices() []string {
	return slices.DeleteFunc(slices.Clone(w.words), func(word string) bool { return word == "" })
}

// UnmarshalText reads the word.
func (w *word) UnmarshalText(text []byte) error {
	if !slices.Contains(w.Choices(), string(text)) {
		return &unit.Error{
			Found: strconv.Quote(unit.Shorten(string(text))), Meant: unit.Meant(string(text), w.Choices()),
		}
	}
	w.index = slices.Index(w.words, string(text))
	return nil
}

// A why is a reason for a token request.
type why strategies.Why

// Choices are the reasons.
func (why) Choices() []string {
	var all []string
	for w := strategies.WhyCold; w <= strategies.WhyProbe; w++ {
		all = append(all, w.String())
	}
	return all
}

// UnmarshalText reads the reason.
func (w *why) UnmarshalText(text []byte) error {
	one := word{words: w.Choices()}
	err := one.UnmarshalText(text)
	*w = why(one.index) + why(strategies.WhyCold)
	return err
}
