package reports

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOpening(t *testing.T) {
	long := strings.Repeat("x", 190)
	for about, want := range map[string]string{
		"One. Two.":                     "One. Two.",
		"One. " + long + ". Three.":     "One. " + long + ".",
		"One. Two " + long + long + ".": "One.",
		long + long + ". Two.":          long + long + ".",
		"At 1.5/s it\nholds.  So far.":  "At 1.5/s it holds. So far.",
		"no stop":                       "no stop",
		"":                              "",
	} {
		require.Equal(t, want, Opening(about))
	}
}
