package front

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// wrongValues are one of each kind.
var wrongValues = []any{
	"heavy", 7, true, []any{"heavy"}, map[string]any{"heavy": "heavy"},
}

// A kindsTally counts what became of fields of another kind.
type kindsTally struct {
	operations, fields, refused int
	taken                       map[string]int // by why
	failed                      []string       // what is not refused, or not taken, as is meant
}

const wrongKindsHead = `
## Fields of another kind

The test replaces each value in the example of each operation, at any depth, by one of each other
kind: a word, a number, true, a list, an object. It is refused with 400 in the carrier's form, which
names the field, as the journal does. What is taken nonetheless stands beside it. Where the schema
of the carrier's document says nothing of a field, or there is none, the field must be as in the
example; of a field that is in neither nothing is known, and it may be anything. Operations without
a body have no fields here, nor have the three of FedEx that take a form.

| carrier | operations | fields | values refused | values taken, and why |
|:--- | ---:| ---:| ---:|:--- |
`

// wrongKinds holds each carrier to what is meant for each field, and tells what became of them.
func wrongKinds(t *testing.T) string {
	text := wrongKindsHead
	for _, carrier := range []string{"fedex", "ups", "usps", "dhl-ecommerce"} {
		p, err := fakecarrier.LookupProfile(carrier)
		require.NoError(t, err)
		k := tallyKinds(t, carrier, p)
		require.Empty(t, k.failed[:min(len(k.failed), 9)])
		var taken []string
		for _, why := range slices.Sorted(maps.Keys(k.taken)) {
			taken = append(taken, fmt.Sprintf("%d: %s", k.taken[why], why))
		}
		text += fmt.Sprintf("| %#q | %d | %d | %d | %s |\n", carrier, k.operations, k.fields, k.refused,
			strings.Join(taken, "; "))
	}
	return text
}

// A carrier that is told of no kinds takes each value that wrongKinds holds to be refused: it can
// fail, for each of them. UPS has a document, USPS has none.
func TestWrongKindsAreTakenWhereNoneIsKnown(t *testing.T) {
	for _, carrier := range []string{"ups", "usps"} {
		p, err := fakecarrier.LookupProfile(carrier)
		require.NoError(t, err)
		refused := tallyKinds(t, carrier, p).refused
		require.Positive(t, refused)
		ignorant := *p.Wire
		ignorant.Requests, ignorant.Operations = "", slices.Clone(p.Wire.Operations)
		for i := range ignorant.Operations {
			if e := &ignorant.Operations[i].Example; e.Body != "" {
				e.Body = "null" // there is one, of no kind
			}
		}
		p.Wire = &ignorant
		k := tallyKinds(t, carrier, p)
		require.Zero(t, k.refused)
		missed := len(k.failed)
		require.Equal(t, refused, missed)
	}
}

// tallyKinds sends the examples of a carrier, changed, to a carrier of that profile.
func tallyKinds(t *testing.T, carrier string, served fakecarrier.Profile) (k kindsTally) {
	k.taken = map[string]int{}
	for _, o := range operationsTold(t, carrier) {
		talk := newTalk(t, served)
		talk.p = o.profile // whose examples are sent
		example, err := reply.Example(o.operation, talk.before(o.operation, false))
		require.NoError(t, err)
		var body any
		if json.Unmarshal([]byte(example.Body), &body) != nil {
			continue
		}
		k.operations++
		for _, at := range everyPlace(body, "")[1:] {
			k.fields++
			for _, value := range wrongValues {
				if plainKind(value) != plainKind(valueAt(body, at)) {
					k.try(t, talk, &o, example, at, value)
				}
			}
		}
	}
	return k
}

// try sends one request, with another value at one place.
func (k *kindsTally) try(
	t *testing.T, talk *talk, o *operationTold, e wire.Example, at string, value any,
) {
	var body any
	require.NoError(t, json.Unmarshal([]byte(e.Body), &body))
	text, err := json.Marshal(replaced(body, at, value))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &body)) // its numbers are as in others
	wrong, taken := o.wrong(body)
	if len(wrong) == 0 && taken == "" {
		return // it is of the kind that is meant
	}
	e.Body = string(text)
	answer := talk.send(o.operation, e)
	event := why(talk.w)
	about := fmt.Sprintf("%s %s with %s at %s: %d %s", o.operation.Method, o.operation.Path,
		plainKind(value), at, answer.Code, answer.Body)
	switch {
	case len(wrong) == 0 && strings.HasPrefix(event.Detail, "wrong kind"):
		k.failed = append(k.failed, about)
	case len(wrong) == 0:
		k.taken[taken]++
	case answer.Code != 400 || event.Detail != "wrong kind: "+wrong[0] ||
		!strings.HasPrefix(event.Why, "the field "+wrong[0]+" is ") ||
		!strings.Contains(answer.Body.String(), wrong[0]):
		k.failed = append(k.failed, about)
	default:
		k.refused++
		o.holdRefusal(t, answer.Body.Bytes(), damage{}, about)
	}
}

// wrong lists the fields of a body that are of another kind than the operation's document says, or
// else its example.
func (o *operationTold) wrong(body any) (fields []string, taken string) {
	var m meant
	if o.request != nil {
		m.schemas = []any{o.request}
	}
	var example any
	if json.Unmarshal([]byte(o.operation.Example.Body), &example) == nil {
		m.examples = []any{example}
	}
	return o.kinds().wrong(m, body, "")
}

// valueAt is what a pointer of everyPlace leads to.
func valueAt(value any, at string) any {
	for name := range strings.SplitSeq(at[1:], "/") {
		switch v := value.(type) {
		case map[string]any:
			value = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil {
				panic(err)
			}
			value = v[i]
		}
	}
	return value
}
