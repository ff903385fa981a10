package spec

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A reader reads the settings of one part from a mapping. What the part does not ask for is
// unknown.
type reader struct {
	part     string
	at       strict.Place // the part
	settings strict.Place // the mapping of its settings; nothing if it is a bare name
	known    []string

	// change: the part is one of a strategy already, of which the mapping changes some settings. A
	// single length of time stands for a list of as many as belong there.
	change bool
}

// Setting reads one setting, if the mapping has it.
func (r *reader) Setting(s *strategies.Setting) {
	r.known = append(r.known, s.Key)
	at := r.settings.Key(s.Key)
	if each, many := s.Field.(*[]time.Duration); many && r.change && isScalar(at) {
		if s.Length == 0 {
			at.Wrong(s.Key+" where there is nothing to wait for", "a strategy that repeats")
			return
		}
		one := *s
		one.Field = new(time.Duration)
		read(at, &one)
		*each = slices.Repeat([]time.Duration{*one.Field.(*time.Duration)}, s.Length)
		return
	}
	if at.Node() != nil {
		read(at, s)
		return
	}
	found, meant := s.Problem()
	switch {
	case found == "":
	case r.change:
		r.at.Wrong(s.Key+": "+found, meant)
	default:
		r.at.Wrong(fmt.Sprintf("%s without %s", r.part, s.Key),
			fmt.Sprintf("%s: {%s: %s}", r.part, s.Key, example(s)))
	}
}

func isScalar(at strict.Place) bool { return at.Given() && at.Node().Kind == strict.Scalar }

// Given reports whether the mapping has the setting.
func (r *reader) Given(key string) bool { return r.settings.Key(key).Node() != nil }

// Refuse reports a mistake at a setting, or at the part where the mapping leaves that out.
func (r *reader) Refuse(key, found, meant string) {
	if at := r.settings.Key(key); at.Node() != nil {
		at.WrongKey(found, meant)
		return
	}
	r.at.Wrong(found, meant)
}

// read returns the part with the settings of the mapping.
func (r *reader) read(p strategies.Part) strategies.Part {
	p = strategies.Read(p, r)
	if r.settings.Node() != nil {
		refuseUnknown(r.settings, r.part, r.known)
	}
	return p
}
