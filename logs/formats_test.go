package logs

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// text is a source of a text.
func text(name, content string) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	}}
}

// readAll reads hits, as text.
func readAll(t *testing.T, o Options, sources ...Source) (hits []string, a *Account, err error) {
	t.Helper()
	r, err := Open(sources, o)
	if err != nil {
		return nil, nil, err
	}
	for r.Next() {
		hits = append(hits, r.Hit().String())
	}
	a = r.Account()
	left := 0
	for _, l := range a.Left {
		left += l.Count
	}
	require.Equal(t, a.Read, a.Kept+left, "the account adds up")
	return hits, a, r.Err()
}

// Each format is recognised by its sample, and reads from it the hits that it says.
func TestFormats(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			hits, a, err := readAll(t, Options{}, text("sample.log", f.Sample))
			require.NoError(t, err)
			require.Equal(t, strings.TrimSpace(f.Hits), strings.Join(hits, "\n"))
			name, _, _ := strings.Cut(a.Files[0].Format, "/")
			require.Equal(t, f.Name, name)
			require.NotEmpty(t, f.About)
		})
	}
}
