package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A part must have a licence, and one that lets everybody hand the programs on.
func TestLicences(t *testing.T) {
	mit, err := os.ReadFile("../../LICENSE")
	require.NoError(t, err)
	gpl := "This program is free software: you can redistribute it and/or modify it under the terms " +
		"of the GNU General Public License as published by the Free Software Foundation, either " +
		"version 3 of the License, or (at your option) any later version.\n\nThis program is " +
		"distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the " +
		"implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU General " +
		"Public License for more details.\n\nYou should have received a copy of the GNU General " +
		"Public License along with this program. If not, see <http://www.gnu.org/licenses/>.\n"
	for _, test := range []struct{ text, says string }{
		{string(mit), ""},
		{gpl, "example.com/x v1.0.0: found the licence GPL-3.0; meant one of 0BSD, "},
		{string(mit) + "\n\n" + gpl, "found the licence GPL-3.0"},
		{"All rights reserved.", "example.com/x v1.0.0: found no licence in 1 files"},
	} {
		folder := t.TempDir()
		below := filepath.Join(folder, "linked")
		require.NoError(t, os.Mkdir(below, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "LICENSE"), []byte(test.text), 0o600))
		text, err := licencesOf([]*part{{name: "example.com/x", version: "v1.0.0", folder: folder,
			packages: []string{below}}})
		if test.says != "" {
			require.ErrorContains(t, err, test.says)
			continue
		}
		require.NoError(t, err)
		require.Contains(t, text, "example.com/x v1.0.0: MIT\n")
		require.Contains(t, text, "=== example.com/x v1.0.0, LICENSE\n\nMIT License\n")
	}
}

// What is in the page is found in what its build has noted.
func TestPageParts(t *testing.T) {
	parts, err := pageParts()
	require.NoError(t, err)
	require.Len(t, parts, 10)
	require.Equal(t, "d3-array", parts[0].name)
	for _, p := range parts {
		require.Contains(t, p.texts[0].content, "Copyright", p.name)
		require.NotContains(t, p.texts[0].content, "LICENSE\n", p.name)
	}
}
