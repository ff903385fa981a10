package front

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// Whatever stands in a field where something else was meant, an operation answers it, or refuses it
// in the carrier's form: each field of each example is replaced by a value of each kind.
func TestOddFields(t *testing.T) {
	odd := []any{
		1e300, -1, "", "\x00<\u2028", true, []any{}, map[string]any{}, []any{[]any{map[string]any{}}},
		[]any{"a", 1, nil}, map[string]any{"*": map[string]any{"0": "x"}},
	}
	for _, carrier := range []string{"fedex", "ups", "usps", "dhl-ecommerce"} {
		p, err := fakecarrier.LookupProfile(carrier)
		require.NoError(t, err)
		for i := range p.Wire.Operations {
			o := &p.Wire.Operations[i]
			if o.Outcome != wire.Answered || o.Example.Type != "" {
				continue
			}
			k := newTalk(t, p)
			example, err := reply.Example(o, k.before(o, false))
			require.NoError(t, err)
			var value any
			if json.Unmarshal([]byte(example.Body), &value) != nil {
				continue
			}
			for _, l := range leaves(value, "") {
				for _, v := range odd {
					text, err := json.Marshal(replaced(value, l.at, v))
					require.NoError(t, err)
					example.Body = string(text)
					answer := k.send(o, example)
					about := fmt.Sprintf("%s %s %s", o.Method, o.Path, text)
					require.Less(t, answer.Code, 405, about)
					require.True(t, answer.Body.Len() == 0 || json.Valid(answer.Body.Bytes()), about)
				}
			}
		}
	}
}
