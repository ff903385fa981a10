package reply

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

// What is read fast is what the decoder of encoding/json reads; what is plain JSON is read fast.
func TestPlainJSONIsJSON(t *testing.T) {
	for text, plain := range map[string]bool{
		`{}`: true, `[]`: true, `""`: true,
		` { "a" : [ 1 , -0.5e+3 , "é®" , null , true , false ] } `: true,

		`{"a":1,"a":{"b":2}}`: true, "0": true, "-0": true, "1E9": true, "1e-7": true,
		"": false, " ": false, "{": false, `{"a"}`: false, `{"a":1,}`: false, `[1,]`: false, `[,]`: false,
		`{a:1}`: false, `"\n"`: false, `"\u00e9"`: false, "\"\x01\"": false, "\"\xff\"": false,
		"01": false, "1.": false, ".5": false, "+1": false, "1e": false, "1e+": false, "--1": false,
		"nul": false, "nulll": false, "truex": false, "{} {}": false, "1 2": false, "\x00": false,
		"{}\x00": false, "\u00a0{}": false, "[1]]": false, `{"a":1]`: false, `"a`: false,
		strings.Repeat("[", 100) + strings.Repeat("]", 100): true,
		strings.Repeat("[", 200) + strings.Repeat("]", 200): false,
	} {
		_, ok := readPlain([]byte(text))
		require.Equal(t, plain, ok, text)
		holdPlain(t, text)
	}
}

func TestDrawnJSONIsReadAlike(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"{", "}", "[", "]", ",", ":", `"a"`, `"b c"`, `"é"`, "1", "-2.5", "1e3", "0", "01", "true",
		"null", "false", " ",
		"\n", `"\t"`, "\"", "\x01", "\xff", "-", ".", "e", `{"a":1}`, `[1,2]`, `"a":`,
	})
	rapid.Check(t, func(rt *rapid.T) {
		holdPlain(rt, strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(rt, "pieces"), ""))
		value := rapid.SampledFrom([]any{
			map[string]any{"a": []any{1, "x", nil, true}}, []any{[]any{}, map[string]any{}},
			"é®\u2028", 0.1, -7,
		}).Draw(rt, "value")
		text, err := json.Marshal(map[string]any{rapid.String().Draw(rt, "name"): value})
		require.NoError(rt, err)
		holdPlain(rt, string(text))
		marshalled, err := json.Marshal(rapid.String().Draw(rt, "text"))
		require.NoError(rt, err)
		read, _ := readJSON(marshalled)
		require.Equal(rt, string(marshalled), string(appendText(nil, read.(string))))
	})
}

func holdPlain(t require.TestingT, text string) {
	fast, ok := readPlain([]byte(text))
	if !ok {
		return
	}
	slow, valid := decodeJSON([]byte(text))
	require.True(t, valid, "%q", text)
	require.Equal(t, slow, fast, "%q", text)
}
