package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each script of fakecarrier has each of its flags.
func TestCompletionsHaveAllFlags(t *testing.T) {
	scripts, err := completions()
	require.NoError(t, err)
	require.Len(t, scripts, 8)
	for _, s := range scripts {
		if strings.Contains(s.name, "tokenstorm") {
			continue // it asks the program
		}
		for _, f := range scriptFlags() {
			dashes := "--"
			if strings.HasSuffix(s.name, ".fish") {
				dashes = "-l "
			}
			require.Contains(t, string(s.data), dashes+f.Name, s.name)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, test := range []struct{ name, kind, folder string }{
		{"fakecarrier", "rpm", "/usr/bin"},
		{"systemd/fakecarrier.yaml", "deb", "/etc"},
		{"completions/zsh/_tokenstorm", "deb", "/usr/share/zsh/vendor-completions"},
		{"completions/zsh/_tokenstorm", "rpm", "/usr/share/zsh/site-functions"},
		{"elsewhere", "rpm", ""},
	} {
		to, found := placeOf(test.name, test.kind)
		require.Equal(t, test.folder, to.folder, test.name)
		require.Equal(t, test.folder != "", found, test.name)
	}
}
