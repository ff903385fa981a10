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

	at strict.Place // while they are read
}

// Fields are the settings.
func (r *settings) Fields() []strict.Field {
	var fields []strict.Field
	for _, s := range strategies.Describe(r.part) {
		f, _ := fieldOf(&s)
		found, _ := s.Problem()
		f.Required, f.Fewest, f.Default = found != "", s.Fewest, usual(&s)
		fields = append(fields, f)
	}
	return fields
}

// Read reads the settings in the order in which the part declares them: what it says of one may
// depend on those before.
func (r *settings) Read(at strict.Place) {
	r.at = at
	r.part = strategies.Read(r.part, r)
}

// Setting reads one setting, if the mapping has it.
func (r *settings) Setting(s *strategies.Setting) {
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
		if sound = at.Read(f); sound {
			keep()
		}
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

// Brief is the key of the setting that may stand alone; empty: none may.
func (r *settings) Brief() string {
	if p, ok := r.part.(interface{ Brief() string }); ok {
		return p.Brief()
	}
	return ""
}

// Given reports whether the mapping has the setting.
func (r *settings) Given(key string) bool { return r.at.Key(key).Node() != nil }

// Refuse reports a mistake at a setting, or at the part where the mapping leaves that out.
func (r *settings) Refuse(key, found, meant string) {
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
	if s.Words != nil {
		f.Words = s.Writable()
		f.Into, keep = wordsOf(s)
		return f, keep
	}
	if s.Word != "" {
		read := &spanOrWord{setting: s}
		f.Into = read
		return f, read.keep
	}
	switch into := s.Field.(type) {
	case *time.Duration, *[]time.Duration:
		f.Min = unit.FormatDuration(time.Duration(s.Least))
		f.Max = unit.FormatDuration(time.Duration(min(s.Most, int64(strategies.Longest))))
	case *bool, *string, *[]string:
	case *strategies.Rate:
		f.Into = (*rate)(into)
	case *int, *[]int:
		f.Min = strconv.FormatInt(s.Least, 10)
		if s.Most < math.MaxInt {
			f.Max = strconv.FormatInt(s.Most, 10)
		}
	default:
		panic(fmt.Sprintf("spec: the setting %s is a %T", s.Key, into))
	}
	return f, keep
}

// wordsOf is where the words of a setting are read into, and keep sets the setting to them.
func wordsOf(s *strategies.Setting) (into any, keep func()) {
	word, list := new(string), new([]string)
	switch of := s.Field.(type) {
	case *bool:
		return word, func() { *of = *word == s.Words[1] }
	case *int:
		return word, func() { *of = slices.Index(s.Words, *word) }
	case *[]strategies.Why:
		return list, func() {
			*of = make([]strategies.Why, len(*list))
			for i, word := range *list { // the first reason has no word
				(*of)[i] = strategies.Why(slices.Index(s.Words, word) + 1)
			}
		}
	}
	panic(fmt.Sprintf("spec: the setting %s is a %T", s.Key, s.Field))
}
