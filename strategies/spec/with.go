package spec

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Change sets one setting of every part of a name to a value, as a file would write it. A single
// length of time stands for a list of as many as belong there.
type Change struct{ Part, Key, Value string }

// With returns the strategy with the changes made, which are looked at together. The error says
// what was found and what was meant.
func (s Strategy) With(changes ...Change) (Strategy, error) {
	with := s
	with.Parts = slices.Clone(s.Parts)
	for i, p := range s.Parts {
		name := strategies.NameOf(p)
		r := changeReader{part: name, values: map[string]*strict.Document{}}
		for _, c := range changes {
			if c.Part == name {
				r.add(c)
			}
		}
		if len(r.values) == 0 && r.err == nil {
			continue
		}
		if with.Parts[i] = strategies.Read(p, &r); r.finish() != nil {
			return s, r.err
		}
	}
	for _, c := range changes {
		if err := s.has(c.Part); err != nil {
			return s, err
		}
	}
	return with, nil
}

// has says which parts there are where none has that name.
func (s Strategy) has(part string) error {
	var names []string
	for _, p := range s.Parts {
		names = append(names, strategies.NameOf(p))
	}
	if slices.Contains(names, part) {
		return nil
	}
	return fmt.Errorf("found no part %q; meant one of %s", part, strings.Join(names, ", "))
}

// A changeReader changes some settings of a part, and keeps the first mistake.
type changeReader struct {
	part   string
	values map[string]*strict.Document // by key
	known  []string
	err    error
}

// add notes a value that is to be read.
func (r *changeReader) add(c Change) {
	d, err := strict.Parse("", []byte(c.Value))
	if err != nil || !d.Place().Given() {
		r.Refuse(c.Key, "no value", "one as the strategy's file would write it")
		return
	}
	r.values[c.Key] = d
}

// Setting reads one setting, if it is to be changed.
func (r *changeReader) Setting(s *strategies.Setting) {
	r.known = append(r.known, s.Key)
	d, ok := r.values[s.Key]
	if !ok {
		if found, meant := s.Problem(); found != "" {
			r.Refuse(s.Key, s.Key+": "+found, meant)
		}
		return
	}
	at := d.Place()
	if each, many := s.Field.(*[]time.Duration); many && at.Node().Kind == strict.Scalar {
		one := *s
		var wait time.Duration
		one.Field = &wait
		read(at, &one)
		if s.Length == 0 {
			r.Refuse(s.Key, s.Key+" where there is nothing to wait for", "a strategy that repeats")
		}
		*each = slices.Repeat([]time.Duration{wait}, s.Length)
	} else {
		read(at, s)
	}
	if mistakes, ok := errors.AsType[strict.Mistakes](d.Err()); ok {
		r.Refuse(s.Key, mistakes[0].Found, mistakes[0].Meant)
	}
}

// Given reports whether the setting is changed.
func (r *changeReader) Given(key string) bool { return r.values[key] != nil }

// Refuse keeps the first mistake.
func (r *changeReader) Refuse(_, found, meant string) {
	if r.err == nil {
		r.err = fmt.Errorf("found %s; meant %s", found, meant)
	}
}

// finish reports a key that the part does not have.
func (r *changeReader) finish() error {
	for _, key := range slices.Sorted(maps.Keys(r.values)) {
		if slices.Contains(r.known, key) || r.err != nil {
			continue
		}
		meant := r.part + " without settings"
		if len(r.known) > 0 {
			meant = unit.Meant(key, r.known)
		}
		r.Refuse(key, unknown(key, r.part), meant)
	}
	return r.err
}
