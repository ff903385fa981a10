package strategies

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// settings are what a file says of one part. A maker asks for each setting by its key; what it
// does not ask for is unknown. The first mistake is kept, so a maker need not check each step.
type settings struct {
	file  string
	part  string       // the part's name
	at    *token.Token // where it stands
	given []*ast.MappingValueNode
	known []string
	err   *ConfigError
}

func (s *settings) fail(at *token.Token, found, meant string) {
	if s.err == nil {
		s.err = configError(s.file, at, found, meant)
	}
}

func configError(file string, at *token.Token, found, meant string) *ConfigError {
	e := &ConfigError{File: file, Line: 1, Column: 1, Found: found, Meant: meant}
	if at != nil && at.Position != nil {
		e.Line, e.Column = at.Position.Line, at.Position.Column
	}
	return e
}

// value returns what is given for key, nil if nothing is.
func (s *settings) value(key string) ast.Node {
	s.known = append(s.known, key)
	for _, g := range s.given {
		if g.Key.GetToken().Value == key {
			return g.Value
		}
	}
	return nil
}

// has reports whether key is given, so that makers can tell absence from zero.
func (s *settings) has(key string) bool { return s.value(key) != nil }

// need complains if key is not given; example shows how it is written.
func (s *settings) need(key, example string) {
	if !s.has(key) {
		s.fail(s.at, s.part+" without "+key, fmt.Sprintf("%s: {%s: %s}", s.part, key, example))
	}
}

// finish complains about the first key that nobody asked for.
func (s *settings) finish() {
	for _, g := range s.given {
		key := g.Key.GetToken()
		if slices.Contains(s.known, key.Value) {
			continue
		}
		meant := s.part + " without settings"
		if len(s.known) > 0 {
			meant = Meant(key.Value, s.known)
		}
		s.fail(key, fmt.Sprintf("unknown setting %q of %s", key.Value, s.part), meant)
	}
}

// duration reads a duration of at least least.
func (s *settings) duration(key string, into *time.Duration, least time.Duration) {
	if n := s.value(key); n != nil {
		s.durationAt(n, key, into, least)
	}
}

func (s *settings) durationAt(n ast.Node, key string, into *time.Duration, least time.Duration) {
	text, ok := s.scalar(n, key, "200ms")
	if !ok {
		return
	}
	d, err := parseDuration(text)
	switch {
	case err != nil:
		s.fail(n.GetToken(), fmt.Sprintf("%s: %s", key, text), "a duration with its unit, like 200ms")
	case d < least:
		s.fail(n.GetToken(), fmt.Sprintf("%s: %s", key, text), fmt.Sprintf("at least %v", least))
	default:
		*into = d
	}
}

// durations reads a list of durations.
func (s *settings) durations(key string, into *[]time.Duration) {
	for _, n := range s.list(key, "[200ms, 200ms]") {
		var d time.Duration
		s.durationAt(n, key, &d, 0)
		*into = append(*into, d)
	}
}

// rate reads a rate as the time between two permits.
func (s *settings) rate(key string, into *time.Duration) {
	n := s.value(key)
	if n == nil {
		return
	}
	text, ok := s.scalar(n, key, "1/s")
	if !ok {
		return
	}
	every, err := parseRate(text)
	if err != nil {
		s.fail(n.GetToken(), fmt.Sprintf("%s: %s", key, text), "a rate, like 1/s, 1.5/s or 90/m")
		return
	}
	*into = every
}

// count reads a whole number from least to most.
func (s *settings) count(key string, into *int, least, most int) {
	if n := s.value(key); n != nil {
		s.countAt(n, key, into, least, most)
	}
}

func (s *settings) countAt(n ast.Node, key string, into *int, least, most int) {
	text, ok := s.scalar(n, key, strconv.Itoa(least))
	if !ok {
		return
	}
	v, err := strconv.Atoi(text)
	if err != nil || v < least || v > most {
		meant := fmt.Sprintf("a whole number from %d to %d", least, most)
		s.fail(n.GetToken(), fmt.Sprintf("%s: %s", key, text), meant)
		return
	}
	*into = v
}

// statuses reads a list of HTTP statuses.
func (s *settings) statuses(key string, into *[]int) {
	if nodes := s.list(key, "[403]"); nodes != nil {
		*into = nil
		for _, n := range nodes {
			status := 0
			s.countAt(n, key, &status, 100, 599)
			*into = append(*into, status)
		}
	}
}

// choice reads one of names as its index.
func choice[T ~uint8](s *settings, key string, into *T, names []string) {
	if n := s.value(key); n != nil {
		choiceAt(s, n, key, into, names)
	}
}

func choiceAt[T ~uint8](s *settings, n ast.Node, key string, into *T, names []string) {
	text, ok := s.scalar(n, key, names[0])
	if !ok {
		return
	}
	i := slices.Index(names, text)
	if i < 0 {
		s.fail(n.GetToken(), fmt.Sprintf("%s: %s", key, text), "one of "+strings.Join(names, ", "))
		return
	}
	*into = T(i)
}

// choices reads a list, each one of names, as their indices.
func choices[T ~uint8](s *settings, key string, into *[]T, names []string) {
	for _, n := range s.list(key, "["+names[0]+"]") {
		var v T
		choiceAt(s, n, key, &v, names)
		*into = append(*into, v)
	}
}

func (s *settings) list(key, example string) []ast.Node {
	n := s.value(key)
	if n == nil {
		return nil
	}
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		s.fail(n.GetToken(), fmt.Sprintf("%s: %s", key, n), "a list, like "+key+": "+example)
		return nil
	}
	return list.Values
}

func (s *settings) scalar(n ast.Node, key, example string) (string, bool) {
	if _, ok := n.(ast.ScalarNode); !ok {
		what := cmp.Or(strings.TrimSpace(n.String()), "nothing")
		s.fail(n.GetToken(), fmt.Sprintf("%s: %s", key, what), key+": "+example)
		return "", false
	}
	return n.GetToken().Value, true
}
