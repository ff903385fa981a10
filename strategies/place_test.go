package strategies

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWithinSharesAsFarAsItsScope(t *testing.T) {
	one := Env{Node: NewPlace(), Fleet: NewPlace(), part: "1 limiter"}
	neighbour := one
	other := one
	other.Node = NewPlace()
	another := one
	another.part = "2 limiter"
	for s, shared := range map[scope][]bool{
		perCustomer: {false, false, false},
		perNode:     {true, false, false},
		perFleet:    {true, true, false},
	} {
		first := within(one, s, func() *int { return new(int) })
		for i, env := range []Env{neighbour, other, another} {
			second := within(env, s, func() *int { return new(int) })
			require.Equal(t, shared[i], first == second, "%s, %d", scopeNames[s], i)
		}
	}
}
