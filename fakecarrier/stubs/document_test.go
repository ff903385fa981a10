package stubs

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The file that the documents show is as they say.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/server.md")
	require.NoError(t, err)
	_, file, found := strings.Cut(string(text), "```yaml\n# stubs.yaml\n")
	require.True(t, found)
	file, _, _ = strings.Cut(file, "```")
	list, err := Parse("stubs.yaml", []byte(file))
	require.NoError(t, err)
	for _, c := range []struct{ method, path, body, want string }{
		{"POST", "/rate/v1/rates/quotes", `{"accountNumber":{"value":"740561073"}}`, "a closed account"},
		{"POST", "/rate/v1/rates/quotes", `{"accountNumber":{"value":"1"}}`, ""},
		{"POST", "/warehouse/7/shelves", `{"owner":"ABC"}`, "a warehouse of ours"},
		{"POST", "/warehouse/7/shelves", `{"owner":"abc"}`, ""},
		{"GET", "/warehouse/shelves/S-1", "", "4"},
	} {
		name := ""
		if s := list.Find(c.method, call(c.path, "", jsonType, c.body)); s != nil {
			name = s.Name
		}
		require.Equal(t, c.want, name)
	}

	_, wrong, found := strings.Cut(string(text), "```yaml\n# wrong.yaml\n")
	require.True(t, found)
	wrong, rest, _ := strings.Cut(wrong, "```")
	_, err = Parse("wrong.yaml", []byte("# wrong.yaml\n"+wrong))
	_, rest, _ = strings.Cut(rest, "--stubs wrong.yaml\n")
	printed, _, _ := strings.Cut(rest, "\n```")
	require.EqualError(t, err, strings.ReplaceAll(printed, "tokenstorm: ", ""))
}
