package scenarios_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/strategytest"
	"github.com/tokenstorm/tokenstorm/strategies/conformance"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Every strategy runs unchanged on the kernel: it conforms there as it does on other people's
// clocks, and takes the same steps, which are recorded beside the conformance test.
func TestStrategiesOnTheKernel(t *testing.T) {
	t.Parallel()
	for _, name := range spec.Names() {
		c, err := spec.Lookup(name)
		require.NoError(t, err)
		t.Run(name, func(t *testing.T) {
			conformance.Test(t, c, strategytest.Kernel)
			got := strings.Join(conformance.Steps(t, c, strategytest.Kernel), "\n") + "\n"
			steps := filepath.Join("..", "strategies", "conformance", "testdata", "steps", name+".txt")
			want, err := os.ReadFile(steps)
			require.NoError(t, err, "nobody has recorded its steps yet: `make golden` does")
			require.Equal(t, string(want), got)
		})
	}
}

func TestHolderOnTheKernel(t *testing.T) {
	t.Parallel()
	conformance.TestHolder(t, strategytest.Kernel)
}
