package world

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatIsInFlightFillsCacheLines(t *testing.T) {
	require.EqualValues(t, 2*64, reflect.TypeFor[message]().Size())
	require.EqualValues(t, 2*64, reflect.TypeFor[action]().Size())
}
