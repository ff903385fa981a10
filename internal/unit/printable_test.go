package unit

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPrintable(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"/oauth/token", "/oauth/token"},
		{`a "quoted" \\ path`, `a "quoted" \\ path`},
		{"Zürich – 東京", "Zürich – 東京"},
		{"\x1b[31mred", `\x1b[31mred`},
		{"\x1b]0;title\a", `\x1b]0;title\a`},
		{"a\tb\nc\rd\x00\x7f", `a\tb\nc\rd\x00\x7f`},
		{"\u009b31m", `\u009b31m`},         // the same sequence, of one character
		{"\x9b31m \xff", `\x9b31m \xff`},   // and of a terminal of eight bits
		{"\u202egnp.exe", `\u202egnp.exe`}, // what follows would stand backwards
		{"\ufffd", "\ufffd"},               // a character like others
	} {
		require.Equal(t, c.want, Printable(c.text), "%q", c.text)
	}
}
