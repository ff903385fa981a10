package strict

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

const shared = `
name: Kew
gate: {width: 1}
beds:
  - roses: &r {at: 1m}
  - roses: *r
`

func TestSet(t *testing.T) {
	d, err := Parse("f", []byte(shared))
	require.NoError(t, err)
	require.NoError(t, d.Set("gate.width", "5"))
	require.NoError(t, d.Set("pond.depth", "7"))
	require.NoError(t, d.Set("beds[0].roses.at", "2m"))
	var g garden
	d.Decode(&g)
	require.NoError(t, d.Err())
	require.Equal(t, PositiveCount(5), g.Gate.Width)
	require.Equal(t, &pond{7, 3}, g.Pond)
	require.Equal(t, "2m0s", g.Beds[0].Kind.(*roses).At.String())
	require.Equal(t, "1m0s", g.Beds[1].Kind.(*roses).At.String(), "an alias is a value of its own")
	for _, m := range []struct{ path, value, want string }{
		{"name", "", "found no value; meant one as the file would write it"},
		{"name", "*x", "found no value; meant one as the file would write it"},
		{"name", "[a]", `found "[a]"; meant a single value`},
		{"beds[2].roses.at", "1s", "found item [2] of a list of 2; meant one of them, from [0]"},
		{"paths[0]", "1s", `found no list "paths"; meant one that the file has`},
		{"name.x", "1s", `found "Kew" where x is to be set; meant a section`},
	} {
		require.EqualError(t, d.Set(m.path, m.value), m.want)
	}
}

func TestCheckPath(t *testing.T) {
	for _, path := range []string{
		"name", "water", "opens", "soil", "gate.lock", "pond.fish", "beds[3].roses.at", "hours[1]",
		"ring", "gate.span",
	} {
		require.NoError(t, CheckPath(reflect.TypeFor[garden](), path, "gate.span"))
	}
	for path, want := range map[string]string{
		"":              `found not a single value; meant a field such as "at"`,
		"nam":           `found no field "nam"; meant "name"`,
		"gate":          `found not a single value; meant a field such as "gate.lock"`,
		"gate.lok":      `found no field "lok"; meant "gate.lock"`,
		"gate.spn":      `found no field "spn"; meant "gate.span"`,
		"gate.yy":       `found no field "yy"; meant one of gate.lock, gate.span, gate.width`,
		"name.x":        `found no field "x"; meant "name"`,
		"beds.roses":    `found not a single value; meant a field such as "beds[roses].lawn"`,
		"beds[0].rose":  `found no field "rose"; meant "beds[0].roses"`,
		"beds[0].roses": `found not a single value; meant a field such as "beds[0].roses.at"`,
	} {
		require.EqualError(t, CheckPath(reflect.TypeFor[garden](), path, "gate.span"), want, path)
	}
}
