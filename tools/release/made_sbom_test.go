//go:build release

package main

import (
	"debug/buildinfo"
	"os"
	"path/filepath"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/tools/release/platform"
)

// Whatever module a program says it holds is in the list with its version and a licence, and its
// licence's text is handed on.
func TestParts(t *testing.T) {
	text, err := os.Open(only(t, "tokenstorm_*_sbom.cdx.json"))
	require.NoError(t, err)
	defer text.Close()
	var bom cdx.BOM
	require.NoError(t, cdx.NewBOMDecoder(text, cdx.BOMFileFormatJSON).Decode(&bom))
	require.NotEmpty(t, bom.Metadata.Component.Version)
	listed := map[string]cdx.Component{}
	for _, c := range *bom.Components {
		require.NotEmpty(t, *c.Licenses, c.Name)
		listed[c.Name+" "+c.Version] = c
	}
	licences, err := os.ReadFile(only(t, "tokenstorm_*_licences.txt"))
	require.NoError(t, err)
	for _, p := range platform.All {
		folder := written(t, unpacked(t, only(t, "tokenstorm_*_"+p.String()+".*")))
		for _, program := range platform.Programs {
			info, err := buildinfo.ReadFile(filepath.Join(folder, p.File(program)))
			require.NoError(t, err)
			require.NotEmpty(t, info.Deps)
			for _, m := range info.Deps {
				require.Contains(t, listed, m.Path+" "+m.Version)
				require.Contains(t, string(licences), "\n=== "+m.Path+" "+m.Version+", ")
			}
		}
	}
	require.Contains(t, string(licences), "\n=== std 1.")
	require.Contains(t, string(licences), "\n=== d3-array ")
}
