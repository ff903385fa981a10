package spec

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"
)

// testdata/describe.txt has how some parts describe themselves, to readers and to editors.
func TestPartsAreDescribed(t *testing.T) {
	datadriven.RunTest(t, "testdata/describe.txt",
		func(t *testing.T, d *datadriven.TestData) string {
			part := strings.TrimSpace(d.Input)
			if d.Cmd == "schema" {
				return entries(t, part)
			}
			var text strings.Builder
			for _, p := range Parts() {
				for _, s := range p.Settings {
					if p.Name == part {
						fmt.Fprintf(&text, "%s: %s; default %s\n", s.Key, s.Value,
							cmp.Or(s.Default, "("+s.Absent+")"))
					}
				}
			}
			return text.String()
		})
}

// entries are what the schema has of a part.
func entries(t *testing.T, part string) string {
	t.Helper()
	text, err := Schema()
	require.NoError(t, err)
	var schema struct {
		Properties struct {
			Parts struct {
				Items struct{ AnyOf []map[string]any }
			}
		}
	}
	require.NoError(t, json.Unmarshal(text, &schema))
	var all strings.Builder
	for _, entry := range schema.Properties.Parts.Items.AnyOf {
		properties, _ := entry["properties"].(map[string]any)
		shown := properties[part]
		if name, ok := entry["enum"].([]any); ok && name[0] == part {
			shown = entry
		}
		if shown == nil {
			continue
		}
		written, err := json.MarshalIndent(shown, "", " ")
		require.NoError(t, err)
		fmt.Fprintf(&all, "%s\n", written)
	}
	return all.String()
}
