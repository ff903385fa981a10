package command

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What stands in backquotes in a flag's usage is taken for the name of its value: one word.
func TestHelpNamesValuesInAWord(t *testing.T) {
	for _, c := range newRoot().Commands() {
		require.NotRegexp(t, `(?m)^ +(-\w, )?--[\w-]+ \w+ \w`, c.Flags().FlagUsages(), c.Name())
	}
}
