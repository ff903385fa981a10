package strict

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJSON(t *testing.T) {
	for yaml, want := range map[string]string{
		"{b: 1, a: [true, x, '2', 0.5, 1h]}": `{"b":1,"a":[true,"x","2",0.5,"1h"]}`,
		"a: {}\nb: []\nc:\nd: \"\"":          `{"a":{},"b":[],"c":null,"d":""}`,
		"a: &x {b: 1}\nc: *x":                `{"a":{"b":1},"c":{"b":1}}`,
		"a: \"é \\\" <\"":                    `{"a":"é \" \u003c"}`,
	} {
		d, err := Parse("x.yaml", []byte(yaml))
		require.NoError(t, err, yaml)
		text := d.Root.JSON()
		require.Equal(t, want, string(text), yaml)
		again, err := Parse("x.json", text)
		require.NoError(t, err, yaml)
		require.Equal(t, want, string(again.Root.JSON()), "it reads as it did")
	}
}
