package scenarios

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChoice(t *testing.T) {
	for _, test := range []struct {
		words, tags string
		chosen      bool
	}{
		{"", "", true},
		{"", "storm", true},
		{"storm", "", false},
		{"storm", "storm,nightly", true},
		{"storm,nightly", "storm,nightly", true},
		{"storm,nightly", "storm", false},
		{"storm,!nightly", "storm", true},
		{"storm,!nightly", "storm,nightly", false},
		{"!nightly", "", true},
		{"!nightly", "nightly", false},
		{"storm", "storms", false},
	} {
		words := func(text string) []string {
			return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
		}
		c, err := ParseChoice(words(test.words))
		require.NoError(t, err)
		var s Scenario
		for _, tag := range words(test.tags) {
			s.Tags = append(s.Tags, Tag(tag))
		}
		require.Equal(t, test.chosen, c.Chooses(&s), "%q of %q", test.words, test.tags)
	}
	for _, word := range []string{"Storm", "!", "!!a", "a b", "-a", ""} {
		_, err := ParseChoice([]string{word})
		require.ErrorContains(t, err, "meant small letters, digits and hyphens, as nightly, or !nightly")
	}
}

func TestTagsOfAFile(t *testing.T) {
	const text = "about: x\nlength: 1m\nstrategies: [naive]\nfleet: {users: 3}\n" +
		"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nworkload: [{closed: {think: 5s}}]\n"
	s, err := Parse("s.yaml", []byte(text+"tags: [storm, nightly]\n"))
	require.NoError(t, err)
	require.Equal(t, []Tag{"storm", "nightly"}, s.Tags)
	_, err = Parse("s.yaml", []byte(text+"tags: [Storm]\n"))
	require.EqualError(t, err, `s.yaml:7:8: found "Storm"; meant `+meantTag)
}
