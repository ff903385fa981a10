package command

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// Help is for people who do not know Go, nor the flag library: a value is named by one word, which
// is no type, and what a flag stands for without a value is told in its sentence.
func TestHelpNamesValuesInAWord(t *testing.T) {
	var look func(c *cobra.Command)
	look = func(c *cobra.Command) {
		help := plainFlags(c.LocalFlags())
		require.NotRegexp(t, `(?m)^ +(-\w, )?--[\w-]+ \[?\w+\]? \w`, help, c.CommandPath())
		require.NotRegexp(t, `(?m)^ +(-\w, )?--[\w-]+ \[?(string|u?int|float|bool|func|duration)`, help,
			c.CommandPath())
		require.NotRegexp(t, `\[=|Func|Array|Slice|\(default \[|\(default "`, help, c.CommandPath())
		require.Contains(t, c.UsageString(), strings.TrimRight(help, "\n"), c.CommandPath())
		for _, below := range c.Commands() {
			look(below)
		}
	}
	look(newRoot())
}
