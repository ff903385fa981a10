package reports

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFold(t *testing.T) {
	for _, test := range []struct {
		about, text string
		width       int
		want        string
	}{
		{"no limit", "one two three", 0, "one two three"},
		{"just fits", "one two", 7, "one two"},
		{"one too long", "one two", 6, "one\ntwo"},
		{"a long word", "extraordinary day", 5, "extraordinary\nday"},
		{"a label", "bans    one two three", 15, "bans    one two\n        three"},
		{"indented", "  one two three", 9, "  one two\n  three"},
		{"no ASCII", "äöü äöü", 7, "äöü äöü"},
		{"lines", "a b\n\nc d", 2, "a\nb\n\nc\nd"},
	} {
		require.Equal(t, test.want, Fold(test.text, test.width), test.about)
	}
}
