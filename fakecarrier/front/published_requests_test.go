package front

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

// TestPublishedRequests draws requests of every operation from the schema of the carrier's
// document: such as it allows, and such with one place damaged. Where there is no schema, the
// example is one.
// None brings a 5xx; a refusal has the carrier's form, and names the field that is missing, or of
// another kind than the document says, and no other is said to be; an answer is as its own schema
// says; and two Worlds that are asked alike answer alike, to the byte.
func TestPublishedRequests(t *testing.T) {
	told, calls := map[string]operationTold{}, []string{}
	for _, carrier := range []string{"fedex", "ups", "usps", "dhl-ecommerce"} {
		for _, o := range operationsTold(t, carrier) {
			call := carrier + " " + o.operation.Method + " " + o.operation.Path
			told[call], calls = o, append(calls, call)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		o := told[rapid.SampledFrom(calls).Draw(rt, "operation")]
		k, twin := newTalk(t, o.profile), newTalk(t, o.profile)
		example, err := reply.Example(o.operation, k.before(o.operation, false))
		require.NoError(rt, err)
		twin.before(o.operation, false)
		for range 4 {
			e, d := drawRequest(rt, &o, example)
			answer, again := k.send(o.operation, e), twin.send(o.operation, e)
			about := fmt.Sprintf("%s %s %s\n%s", o.operation.Method, e.Path, e.Body, answer.Body)
			require.Equal(rt, answer.Code, again.Code, about)
			require.Equal(rt, answer.Body.String(), again.Body.String(), about)
			require.True(rt, answer.Code < 500 || answer.Code == 501 && d.path, about)
			ends := o.operation.Finds != nil && o.operation.Finds.Ends
			require.False(rt, d.none && !ends && answer.Code >= 300, about)
			detail, ofKind := strings.CutPrefix(why(k.w).Detail, "wrong kind: ")
			require.Equal(rt, d.wrong != "", ofKind, about)
			if answer.Code >= 400 {
				require.True(rt, !ofKind || detail == d.wrong, about)
				o.holdRefusal(rt, answer.Body.Bytes(), d, about)
				continue
			}
			require.Empty(rt, d.required+d.wrong, about)
			o.holdAnswer(rt, answer.Body.Bytes(), d, about)
		}
	})
}

// An operationTold is an operation, and what the carrier's document says of its requests and
// answers.
type operationTold struct {
	profile   fakecarrier.Profile
	operation *wire.Operation
	request   map[string]any // schema of the body; nil: none
	defs      map[string]any
	answer    *jsonschema.Schema // nil: none
}

// operationsTold are those of a carrier whose requests are JSON.
func operationsTold(t *testing.T, carrier string) (all []operationTold) {
	p, err := fakecarrier.LookupProfile(carrier)
	require.NoError(t, err)
	var schemas struct {
		Defs       map[string]any `json:"$defs"`
		Operations map[string]struct{ Body map[string]any }
	}
	if text := p.Wire.Requests; text != "" {
		require.NoError(t, json.Unmarshal([]byte(text), &schemas))
	}
	answers := schemasOf(t, carrier)
	for i := range p.Wire.Operations {
		o := &p.Wire.Operations[i]
		if o.Outcome != wire.Answered || o.Example.Type != "" {
			continue
		}
		call := o.Method + " " + o.Path
		all = append(all, operationTold{
			profile: p, operation: o, request: schemas.Operations[call].Body, defs: schemas.Defs,
			answer: answers[call],
		})
	}
	return all
}

// refusals are the members that tell of an error in the form of each carrier.
var refusals = map[string][]string{
	"fedex": {"transactionId", "errors"}, "ups": {"response"}, "usps": {"apiVersion", "error"},
	"dhl-ecommerce": {"title"},
}

func (o *operationTold) holdRefusal(t require.TestingT, body []byte, d damage, about string) {
	var refusal map[string]any
	require.NoError(t, json.Unmarshal(body, &refusal), about)
	for _, name := range refusals[o.profile.Name] {
		require.Contains(t, refusal, name, about)
	}
	name := d.wrong
	if name == "" {
		name = d.required[strings.LastIndexAny(d.required, "/.")+1:]
	}
	require.Contains(t, string(body), name, about)
}

func (o *operationTold) holdAnswer(t require.TestingT, body []byte, d damage, about string) {
	if len(body) == 0 {
		return
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(body)))
	require.NoError(t, err, about)
	if o.answer != nil && !d.value { // a value of another type is repeated as it is
		require.NoError(t, o.answer.Validate(value), about)
	}
}

// A damage is what was done to a request.
type damage struct {
	none     bool   // the example stands in the request, as it is
	required string // the place of what the operation requires, and no longer has
	wrong    string // the field that is of another kind than is meant
	value    bool   // a value of the body
	path     bool   // the path, which may be one that is not served
}

// drawRequest draws a request: the example with members that the schema has besides, or one that is
// the schema's alone; and of half of them one place is damaged.
func drawRequest(
	t *rapid.T, o *operationTold, example wire.Example,
) (e wire.Example, d damage) {
	e = example
	d.none = true
	var body any
	if json.Unmarshal([]byte(e.Body), &body) == nil {
		dr := &drawer{t: t, defs: o.defs}
		body = dr.grown(body, o.request, 0)
		if o.request != nil && rapid.IntRange(0, 3).Draw(t, "of the schema alone") == 0 {
			body, d.none = dr.value(o.request, 0), false
		}
		if rapid.Bool().Draw(t, "damaged") {
			body, d.none, d.value = dr.damaged(body), false, true
		}
		text, err := json.Marshal(body)
		require.NoError(t, err)
		e.Body = string(text)
	} else if rapid.Bool().Draw(t, "damaged") {
		e.Path, d.none, d.path = damagedPath(t, e.Path), false, true
	}
	if list, isList := body.([]any); !isObject(body) && (!isList || len(list) == 0) {
		return e, d // it is refused as a whole
	}
	if fields, _ := o.wrong(body); len(fields) > 0 {
		require.True(t, d.value, "the schema allows it: %v", fields)
		d.wrong = cmp.Or(fields[0], "body")
	}
	for _, place := range o.operation.Requires {
		if strings.HasPrefix(place, "/") && !there(body, strings.Split(place[1:], "/")) {
			d.required = place
			break
		}
	}
	return e, d
}

func isObject(value any) bool {
	_, ok := value.(map[string]any)
	return ok
}

// there reports whether a value has something at a place; it is the plain version of what package
// reply does.
func there(value any, words []string) bool {
	if len(words) == 0 {
		switch v := value.(type) {
		case nil:
			return false
		case string:
			return strings.TrimSpace(v) != ""
		case map[string]any:
			return len(v) > 0
		case []any:
			return len(v) > 0
		}
		return true
	}
	switch v := value.(type) {
	case map[string]any:
		if words[0] == "*" {
			return there(v, words[1:])
		}
		return there(v[words[0]], words[1:])
	case []any:
		lacks := func(element any) bool { return !there(element, words[1:]) }
		return words[0] == "*" && len(v) > 0 && !slices.ContainsFunc(v, lacks)
	}
	return false
}

// damagedPath puts an odd text somewhere into a path and its query.
func damagedPath(t *rapid.T, path string) string {
	at := rapid.IntRange(1, len(path)-1).Draw(t, "from")
	odd := rapid.SampledFrom([]string{
		"%00", "%F0%9F%93%A6", "..", "//", "&&", "=", "%2F", "*", "$%7Bpath%7D",
		strings.Repeat("9", 3000),
	})
	return path[:at] + odd.Draw(t, "text") + path[at:]
}
