package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Tag is a word by which scenarios are chosen, such as nightly.
type Tag string

const (
	tagPattern = `^[a-z0-9][a-z0-9-]*$`
	meantTag   = "small letters, digits and hyphens, as nightly"
)

var tagText = regexp.MustCompile(tagPattern)

// UnmarshalText reads a tag.
func (t *Tag) UnmarshalText(text []byte) error {
	if !tagText.Match(text) {
		return &unit.Error{Found: unit.Quote(string(text)), Meant: meantTag}
	}
	*t = Tag(text)
	return nil
}

// Patterns are those of its text.
func (Tag) Patterns() []string { return []string{tagPattern} }

// A Choice is which scenarios are chosen by their tags: those that have all of some tags, and none
// of others. The zero Choice chooses every scenario.
type Choice struct{ has, hasNot []Tag }

// ParseChoice reads a choice, such as storm,!nightly.
func ParseChoice(words []string) (c Choice, err error) {
	for _, word := range words {
		name, not := strings.CutPrefix(word, "!")
		var tag Tag
		if err := tag.UnmarshalText([]byte(name)); err != nil {
			return Choice{}, fmt.Errorf("%w, or !nightly for those without", err)
		}
		if not {
			c.hasNot = append(c.hasNot, tag)
		} else {
			c.has = append(c.has, tag)
		}
	}
	return c, nil
}

// Chooses reports whether the scenario is chosen.
func (c *Choice) Chooses(s *Scenario) bool {
	tagged := func(t Tag) bool { return slices.Contains(s.Tags, t) }
	return !slices.ContainsFunc(c.hasNot, tagged) &&
		!slices.ContainsFunc(c.has, func(t Tag) bool { return !tagged(t) })
}

// Tags are those of the scenarios that come with the program.
func Tags() (all []string) {
	for _, name := range Names() {
		s, err := Load(name)
		if err != nil {
			panic(err) // it came with the program
		}
		for _, tag := range s.Tags {
			all = append(all, string(tag))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
