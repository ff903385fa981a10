package strategies

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWithinSharesAsFarAsItsScope(t *testing.T) {
	one := Env{Node: NewPlace(), Fleet: NewPlace(), part: layer{1, "limiter"}}
	neighbour := one
	other := one
	other.Node = NewPlace()
	another := one
	another.part = layer{2, "limiter"}
	for s, shared := range map[Scope][]bool{
		PerCustomer: {false, false, false},
		PerNode:     {true, false, false},
		PerFleet:    {true, true, false},
	} {
		first := Within(one, s, func() *int { return new(int) })
		for i, env := range []Env{neighbour, other, another} {
			second := Within(env, s, func() *int { return new(int) })
			require.Equal(t, shared[i], first == second, "%s, %d", s, i)
		}
	}
}
