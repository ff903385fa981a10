package command

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// Work that is resumed counts what was done before.
func TestProgressCountsWhatWasThere(t *testing.T) {
	var b bytes.Buffer
	p := &progress{what: "studying", before: 40, w: &b, n: 60, now: 2}
	p.show()
	require.Contains(t, b.String(), "(42/100")
	p.step(3)
	require.InDelta(t, .43, p.bar.State().CurrentPercent, 1e-9)
	require.Equal(t, int64(43), p.bar.State().CurrentNum)

	alone := &progress{w: &b, n: 1}
	alone.show()
	require.Nil(t, alone.bar, "of one run there is nothing to be seen")
}
