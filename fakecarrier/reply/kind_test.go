package reply

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// What becomes of each value where the document means the kind at the head: with a carrier that
// takes what reads as is meant, with an exact one, and with one that takes one for a list of one.
const takenKinds = `
string
    "a"          taken    taken    taken
    ""           taken    taken    taken
    7            taken    refused  taken
    true         taken    refused  taken
    null         taken    taken    taken
    ["a"]        refused  refused  refused
    {"a":1}      refused  refused  refused
    []           refused  refused  refused
    {}           refused  refused  refused
number
    10           taken    taken    taken
    1e300        taken    taken    taken
    "10"         taken    refused  taken
    " -2.50 "    taken    refused  taken
    "007"        taken    refused  taken
    ".5"         taken    refused  taken
    "1e3"        taken    refused  taken
    ""           taken    refused  taken
    " "          taken    refused  taken
    null         taken    taken    taken
    "heavy"      refused  refused  refused
    "10 kg"      refused  refused  refused
    "1,5"        refused  refused  refused
    "0x10"       refused  refused  refused
    "1_000"      refused  refused  refused
    "Inf"        refused  refused  refused
    "NaN"        refused  refused  refused
    "e"          refused  refused  refused
    true         refused  refused  refused
    [10]         refused  refused  refused
    {"value":10} refused  refused  refused
integer
    10           taken    taken    taken
    "10"         taken    refused  taken
    "ten"        refused  refused  refused
boolean
    true         taken    taken    taken
    "true"       taken    refused  taken
    "False"      taken    refused  taken
    ""           taken    refused  taken
    "yes"        refused  refused  refused
    1            refused  refused  refused
    "1"          refused  refused  refused
    []           refused  refused  refused
object
    {}           taken    taken    taken
    {"a":1}      taken    taken    taken
    null         taken    taken    taken
    ""           refused  refused  refused
    "a"          refused  refused  refused
    7            refused  refused  refused
    false        refused  refused  refused
    []           refused  refused  refused
    [{"a":1}]    refused  refused  refused
array
    []           taken    taken    taken
    ["a",7,null] taken    taken    taken
    null         taken    taken    taken
    "a"          refused  refused  taken
    {"a":1}      refused  refused  taken
    7            refused  refused  taken
`

func TestKindsThatAreTaken(t *testing.T) {
	var meant string
	for line := range strings.Lines(strings.TrimPrefix(takenKinds, "\n")) {
		if kind, indented := strings.CutPrefix(line, "    "); !indented {
			meant = strings.TrimSpace(kind)
			continue
		}
		value, wants := strings.TrimSpace(line[4:17]), strings.Fields(line[17:])
		for i, w := range []wire.Wire{{}, {Exact: true}, {OneForMany: true}} {
			w.Requests = `{"operations":{"POST /a":{"body":{"properties":{"f":{"type":"` + meant + `"}}}}}}`
			a := answerOf(t, w, `{"f":`+value+`}`)
			got := map[wire.Outcome]string{wire.Answered: "taken", wire.WrongKind: "refused"}[a.Wrong]
			require.Equal(t, wants[i], got, "%s for %s, carrier %d", value, meant, i+1)
		}
	}
}

// answerOf is what a carrier with that document answers to POST /a.
func answerOf(t *testing.T, w wire.Wire, body string) Answer {
	if w.Operations == nil {
		w.Operations = []wire.Operation{{Method: "POST", Path: "/a"}}
	}
	set, err := Of("x", &w)
	require.NoError(t, err)
	o, _ := set.Find("POST", "/a")
	return o.Answer(asked(t, body), NewMemory(1))
}

// What is refused, by the name of the field, what it is, and what was meant; "" is taken.
func TestWrongKindsAreNamed(t *testing.T) {
	const document = `{
		"$defs": {
			"weight": {"type":"object","properties":{"value":{"type":"number"}}},
			"tree": {"properties":{"next":{"$ref":"#/$defs/tree"},"size":{"type":["integer","null"]}}}
		},
		"operations": {"POST /a": {"body": {"oneOf": [{
			"required": ["weight"],
			"properties": {
				"weight": {"$ref":"#/$defs/weight"},
				"parcels": {"type":"array","items":{"type":"object","properties":{
					"weight":{"$ref":"#/$defs/weight"}, "codes":{"items":{"type":"string"}}}}},
				"tree": {"$ref":"#/$defs/tree"},
				"either": {"oneOf":[{"type":"string"},{"type":"number"}]},
				"wide": {"oneOf":[
					{"properties":{"a":{"type":"string"}}}, {"properties":{"b":{"type":"string"}}}]},
				"both": {"type":"array","properties":{"a":{"type":"string"}}},
				"bare": {}
			}
		}, {}]}}}
	}`
	for body, want := range map[string]string{
		`{"weight":{"value":10},"parcels":[{"weight":{"value":"1"}}]}`: "",

		`{"weight":"heavy"}`:           "weight /weight is a text; meant an object",
		`{"weight":{"value":"heavy"}}`: "weight.value /weight/value is a text; meant a number",
		`{"parcels":[{},{"weight":{"value":[1]}}]}`: "parcels[1].weight.value /parcels/1/weight/value " +
			"is a list; meant a number",
		`{"parcels":[{"codes":["a",{}]}]}`: "parcels[0].codes[1] /parcels/0/codes/1 is an object; " +
			"meant a text",
		`{"parcels":"one"}`: "parcels /parcels is a text; meant a list",
		`{"tree":{"next":{"next":{"size":"big"}}}}`: "tree.next.next.size /tree/next/next/size is a " +
			"text; meant a number",
		`[{"weight":1}]`: "body  is a list; meant an object",

		`{"either":true,"both":1,"bare":[],"unknown":{"a":[1]}}`: "",
		`{"wide":{"b":[]}}`:                 "wide.b /wide/b is a list; meant a text",
		`{"weight":null,"parcels":[null]}`:  "",
		`{"weight":{"value":1,"other":[]}}`: "",

		// The example has what the document does not know, and not what it knows better.
		`{"seen":{"list":[1]}}`:             "",
		`{"seen":{"list":["x"]}}`:           "seen.list[0] /seen/list/0 is a text; meant a number",
		`{"seen":[]}`:                       "seen /seen is a list; meant an object",
		`{"mixed":[[],{},1]}`:               "",
		`{"weight":{"value":2.5,"note":1}}`: "",
		`{"bare":[],"filled":{"any":[]}}`:   "filled.any /filled/any is a list; meant a text",
	} {
		a := answerOf(t, wire.Wire{
			Requests: document,
			Operations: []wire.Operation{{Method: "POST", Path: "/a", Example: wire.Example{
				Body: `{"weight":{"value":"a text"},"seen":{"list":[1,2]},"mixed":[1,"a"],` +
					`"filled":{"any":"${/a}"}}`,
			}}},
		}, body)
		got := ""
		if a.Wrong == wire.WrongKind {
			got = a.Field + " " + a.Pointer + " is " + a.Found.String() + "; meant " + a.Meant.String()
		}
		require.Equal(t, want, got, body)
	}
}

// A wrong kind is told before what is missing below it; what is missing is told of the right kinds.
func TestKindsComeBeforeWhatIsMissing(t *testing.T) {
	w := wire.Wire{Operations: []wire.Operation{{
		Method: "POST", Path: "/a", Requires: []string{"/a/b", "/c"},
		Example: wire.Example{Body: `{"a":{"b":1},"c":1}`},
	}}}
	require.Equal(t, wire.WrongKind, answerOf(t, w, `{"a":[]}`).Wrong)
	require.Equal(t, wire.MissingField, answerOf(t, w, `{"a":{"b":""},"c":1}`).Wrong)
	require.Equal(t, wire.WrongKind, answerOf(t, w, `{"a":{"b":1},"c":{}}`).Wrong)
	require.Equal(t, wire.Answered, answerOf(t, w, `{"a":{"b":"1"},"c":1}`).Wrong)
}

// A document that cannot be read is an error when a carrier is opened.
func TestRequestsThatAreNoJSON(t *testing.T) {
	for _, document := range []string{"{", "[]", "7"} {
		_, err := Of("x", &wire.Wire{
			Operations: []wire.Operation{{Method: "POST", Path: "/a"}}, Requests: document,
		})
		require.ErrorContains(t, err, "meant operations and $defs")
	}
}
