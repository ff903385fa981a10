package logs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A format that comes when the resolution is known is read, and taken for no finer than that.
func TestLateWay(t *testing.T) {
	const late = commonLine + ` "-" "curl" 0.087 1772434804.412`
	hits, a, err := readAll(t, Options{}, text("x.log", strings.Repeat(commonLine+"\n", settling)+
		late+"\n"+late+"\n"))
	require.NoError(t, err)
	require.Equal(t, "2026-03-02T07:00:03.912Z +1.001s ended by +1.088s"+asked, hits[settling])
	require.Equal(t, []FormatCount{{"common", settling}, {"nginx-msec", 2}}, a.Files[0].Mixed)
	_, _, err = readAll(t, Options{Format: "common"}, text("x.log", commonLine+"\n"+late+"\n"))
	require.ErrorContains(t, err, "x.log:2:", "a format that is forced is the only one")
}
