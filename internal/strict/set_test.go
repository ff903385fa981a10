package strict

import (
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
		{"beds.roses", "1s", "found item [roses] of a list of 2; meant one of them, from [0]"},
		{"beds[-1].roses", "1s", "found item [-1] of a list of 2; meant one of them, from [0]"},
		{"", "1s", `found the path ""; meant one such as fleet.users or workload[0].burst.at`},
		{"gate..width", "1s", `found the path "gate..width"; meant one such as fleet.users or ` +
			"workload[0].burst.at"},
	} {
		require.EqualError(t, d.Set(m.path, m.value), m.want)
	}
}

// What a path leads to is read as it is read from a file.
func TestSetWhatNoFileMayHave(t *testing.T) {
	for path, want := range map[string]string{
		"nam":           `f:2:5: found the unknown key "nam"; meant "name"`,
		"gate":          `f:1:1: found "7"; meant keys and values`,
		"gate.lok":      `f:3:7: found the unknown key "lok"; meant "lock"`,
		"gate.yy":       `f:3:7: found the unknown key "yy"; meant one of lock, width`,
		"beds[0].rose":  `f:5:10: found the unknown bed "rose"; meant "roses"`,
		"beds[0].roses": `f:1:1: found "7"; meant keys and values`,
		"hours":         `f:1:1: found "7"; meant a list`,
	} {
		d, err := Parse("f", []byte(shared))
		require.NoError(t, err)
		require.NoError(t, d.Set(path, "7"), path)
		var g garden
		d.Decode(&g)
		require.EqualError(t, d.Err(), want, path)
	}
}
