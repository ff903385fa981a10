package world

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAUserIsSmall(t *testing.T) {
	require.EqualValues(t, 40, reflect.TypeFor[user]().Size())
}
