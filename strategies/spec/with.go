package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Change sets one setting of every part of a name to a value, as a file would write it. A single
// length of time stands for a list of as many as belong there.
type Change struct{ Part, Key, Value string }

// With returns the strategy with the changes made, which are looked at together. The error says
// what was found and what was meant.
func (s Strategy) With(changes ...Change) (Strategy, error) {
	for _, c := range changes {
		if names := partNames(s.Parts); !slices.Contains(names, c.Part) {
			return s, fmt.Errorf("found no part %q; meant one of %s", c.Part,
				strings.Join(names, ", "))
		}
	}
	with := s
	with.Parts = slices.Clone(s.Parts)
	for i, p := range s.Parts {
		name := strategies.NameOf(p)
		d, err := mapping(name, changes)
		if err != nil {
			return s, err
		}
		if len(d.Root.Pairs) == 0 {
			continue
		}
		changed := &settings{part: p, change: true}
		d.Decode(changed)
		with.Parts[i] = changed.part
		if mistakes, ok := errors.AsType[strict.Mistakes](d.Err()); ok {
			return s, fmt.Errorf("found %s; meant %s", mistakes[0].Found, mistakes[0].Meant)
		}
	}
	return with, nil
}

// mapping returns the changes of a part as a file would write them; of two of one key, the last.
func mapping(part string, changes []Change) (*strict.Document, error) {
	d := &strict.Document{Root: &strict.Node{Kind: strict.Mapping}}
	for _, c := range slices.Backward(changes) {
		if c.Part != part {
			continue
		}
		value, err := strict.Parse("", []byte(c.Value))
		if err != nil || !value.Place().Given() {
			return nil, errors.New("found no value; meant one as the strategy's file would write it")
		}
		key := &strict.Node{Kind: strict.Scalar, Text: c.Key}
		d.Root.Pairs = append(d.Root.Pairs, strict.Pair{Key: key, Value: value.Root})
	}
	return d, nil
}

// partNames are the names of parts.
func partNames(parts []strategies.Part) []string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = strategies.NameOf(p)
	}
	return names
}
