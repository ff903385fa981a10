package front

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// The grades of an operation, the worst first, as coverageHead explains them.
const (
	refused  = "refused"
	shaped   = "shaped"
	follows  = "follows the request"
	stateful = "stateful"
	tokens   = "tokens"
)

var grades = []string{stateful, follows, shaped, refused, tokens}

// A covered is an operation that a carrier publishes, and how it is served.
type covered struct {
	call   string // METHOD PATH
	grade  string
	field  string // that was changed
	before string // the request that changed the answer
	schema bool   // the answer was held to the document's schema
	source string
}

// TestCoverage asks for every operation that the four carriers publish, and writes what it saw into
// docs/carriers-coverage.md, with what wrongKinds saw. In testdata of package published, paths has
// them all, schemas the answers of the documents, without descriptions and closed: a member they do
// not have is refused.
func TestCoverage(t *testing.T) {
	var doc strings.Builder
	doc.WriteString(coverageHead)
	var tables strings.Builder
	doc.WriteString("\n| carrier | published |")
	for _, g := range grades {
		fmt.Fprintf(&doc, " %s |", g)
	}
	doc.WriteString("\n|:--- | ---:|" + strings.Repeat(" ---:|", len(grades)) + "\n")
	for _, carrier := range []string{"fedex", "ups", "usps", "dhl-ecommerce"} {
		all := coverage(t, carrier)
		fmt.Fprintf(&doc, "| `%s` | %d |", carrier, len(all))
		for _, g := range grades {
			n := 0
			for _, c := range all {
				if c.grade == g {
					n++
				}
			}
			fmt.Fprintf(&doc, " %d |", n)
		}
		doc.WriteString("\n")
		tables.WriteString(coverageTable(carrier, all))
	}
	doc.WriteString(wrongKinds(t))
	doc.WriteString(tables.String())
	const file = "../../docs/carriers-coverage.md"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(doc.String()), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), doc.String(), "go test ./fakecarrier/front -run Coverage -update")
}

const coverageHead = `# What of the carriers' APIs is served

Written by a test, which asks for each published operation. The grades:

- **refused**: 501, with the nearest operation that is served;
- **shaped**: answered, but no field of the request changes the answer;
- **follows the request**: a field of the request was changed, and seen in the answer;
- **stateful**: without the request before it the answer is another one, or a later answer is;
- **tokens**: a path of the token endpoint, which other tests are about.

The field that was changed stands beside the grade. A tick means that the answer was held to the
schema of the carrier's document, which is closed: an invented member fails. Where there is none,
the shape is as the source says.
`

func coverageTable(carrier string, all []covered) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n\n| operation | grade | shown by | schema | source |\n"+
		"|:--- |:--- |:--- |:---:|:--- |\n", carrier)
	for _, c := range all {
		var shown []string
		if c.field != "" {
			shown = append(shown, "`"+c.field+"`")
		}
		if c.before != "" {
			shown = append(shown, c.before)
		}
		tick := ""
		if c.schema {
			tick = "✓"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", c.call, c.grade, strings.Join(shown, "; "),
			tick, c.source)
	}
	return b.String()
}

// coverage grades the operations that a carrier publishes.
func coverage(t *testing.T, carrier string) (all []covered) {
	p, err := fakecarrier.LookupProfile(carrier)
	require.NoError(t, err)
	paths, err := os.ReadFile("../published/testdata/paths/" + carrier + ".txt")
	require.NoError(t, err)
	published := strings.Fields(string(paths))
	served := map[string]*wire.Operation{}
	for i, o := range p.Wire.Operations {
		if o.Outcome == wire.Answered {
			served[o.Method+" "+o.Path] = &p.Wire.Operations[i]
		}
	}
	schemas := schemasOf(t, carrier)
	starts := map[string]string{} // what changes later answers, and which
	for i := 0; i < len(published); i += 2 {
		c := covered{call: published[i] + " " + published[i+1], grade: refused}
		o, ok := served[c.call]
		delete(served, c.call)
		switch path := published[i+1]; {
		case path == p.Wire.Token || path == p.Wire.Refresh || path == p.Wire.Authorize ||
			path == p.Wire.Revoke:
			c.grade = tokens
		case ok:
			t.Run(carrier+" "+c.call, func(t *testing.T) { grade(t, &c, p, o, schemas[c.call]) })
		}
		if c.before != "" && starts[c.before] == "" {
			starts[c.before] = c.call
		}
		all = append(all, c)
	}
	require.Empty(t, served, "carrier %s: served, but not in its list of published paths", carrier)
	for i := range all {
		c := &all[i]
		switch later := starts[c.call]; {
		case c.before != "":
			c.before = "after `" + c.before + "`"
		case later != "":
			c.grade, c.before = stateful, "before `"+later+"`"
		}
	}
	return all
}

// A talk is a conversation with a new World: the same requests have the same answers.
type talk struct {
	t     *testing.T
	w     *World
	token string
	p     fakecarrier.Profile
}

func newTalk(t *testing.T, p fakecarrier.Profile) *talk {
	w, _ := world(t, p.Name, "", func(s *Setup) { s.Profile = p.WithLimits(nil) })
	k := &talk{t: t, w: w, p: p}
	credentials := []string{"Content-Type", form}
	if p.Wire.Proof == wire.ProofInBasic {
		credentials = append(credentials, "Authorization", "Basic YTpi")
	}
	k.token = member(t, ask(w, "POST", p.Wire.Token,
		"grant_type=client_credentials&client_id=a&client_secret=b", credentials...), "access_token")
	return k
}

func (k *talk) send(o *wire.Operation, e wire.Example) *httptest.ResponseRecorder {
	if e.Body == "" && o.Method != "GET" && o.Method != "DELETE" {
		e.Body = "{}"
	}
	headers := []string{
		"Content-Type", cmp.Or(e.Type, jsonType), "Authorization", "Bearer " + k.token,
		"Accept", jsonType,
	}
	if e.Header[0] != "" {
		headers = append(headers, e.Header[:]...)
	}
	return ask(k.w, o.Method, e.Path, e.Body, headers...)
}

// before sends the example that comes before an operation's, and those before that, and returns the
// answer. If idle, it sends as many requests that have no effect, so that ids are the same.
func (k *talk) before(o *wire.Operation, idle bool) []byte {
	if o.Example.After == "" {
		return nil
	}
	i := slices.IndexFunc(k.p.Wire.Operations, func(other wire.Operation) bool {
		return other.Method+" "+other.Path == o.Example.After && other.Outcome == wire.Answered
	})
	require.GreaterOrEqual(k.t, i, 0, "%s %s comes after %s, which is not there", o.Method, o.Path,
		o.Example.After)
	first := &k.p.Wire.Operations[i]
	example, err := reply.Example(first, k.before(first, idle))
	require.NoError(k.t, err)
	if idle {
		ask(k.w, "GET", "/nowhere", "")
		return nil
	}
	answer := k.send(first, example)
	require.Less(k.t, answer.Code, 300, "%s: %s", o.Example.After, answer.Body)
	return answer.Body.Bytes()
}

// grade asks for one operation, and for it with fields that are changed, missing, or of a World in
// which nothing happened before.
func grade(
	t *testing.T, c *covered, p fakecarrier.Profile, o *wire.Operation, schema *jsonschema.Schema,
) {
	k := newTalk(t, p)
	example, err := reply.Example(o, k.before(o, false))
	require.NoError(t, err)
	answer := k.send(o, example)
	require.Less(t, answer.Code, 300, "%s\n%s\n%s", c.call, example.Body, answer.Body)
	if answer.Body.Len() > 0 {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer.Body.Bytes()))
		require.NoError(t, err, "%s: %s", c.call, answer.Body)
		if schema != nil {
			require.NoError(t, schema.Validate(value), "%s: %s", c.call, answer.Body)
			c.schema = true
		}
	}
	if o.Finds != nil && o.Finds.Ends {
		require.Equal(t, 400, k.send(o, example).Code, "%s: it is cancelled once", c.call)
	}
	c.grade, c.source = shaped, cmp.Or(o.Source, "assumed")
	for field, changed := range changes(o, example) {
		k := newTalk(t, p)
		k.before(o, false)
		other := k.send(o, changed.Example)
		if other.Code < 300 && changed.seen(answer.Body.String(), other.Body.String()) {
			c.grade, c.field = follows, field
			break
		}
	}
	if o.Example.After != "" {
		k := newTalk(t, p)
		k.before(o, true)
		alone := k.send(o, example)
		require.NotEqual(t, answer.Body.String()+answer.Result().Status,
			alone.Body.String()+alone.Result().Status, "%s does not depend on %s", c.call, o.Example.After)
		c.grade, c.before = stateful, o.Example.After
	}
	refuses(t, p, o, example)
}

// refuses holds a required field that is missing, a token that is missing, and a wrong method to
// be refused.
func refuses(t *testing.T, p fakecarrier.Profile, o *wire.Operation, e wire.Example) {
	call := o.Method + " " + o.Path
	k := newTalk(t, p)
	k.before(o, false)
	for _, place := range o.Requires {
		shorter, name := without(t, o, e, place)
		answer := k.send(o, shorter)
		require.Equal(t, 400, answer.Code, "%s without %s: %s", call, place, answer.Body)
		require.Contains(t, answer.Body.String(), name, "%s without %s", call, place)
	}
	token := k.token
	k.token = ""
	require.Equal(t, 401, k.send(o, e).Code, call)
	k.token = token
	wrong := ask(k.w, "TRACE", e.Path, "")
	require.Equal(t, 405, wrong.Code, call)
	require.Contains(t, wrong.Header().Get("Allow"), o.Method, call)
}

// schemasOf returns the schemas of a carrier's answers, by METHOD PATH; nil if no document has any.
func schemasOf(t *testing.T, carrier string) map[string]*jsonschema.Schema {
	text, err := os.ReadFile("../published/testdata/schemas/" + carrier + ".json")
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("schemas.json", document))
	all := map[string]*jsonschema.Schema{}
	operations := document.(map[string]any)["operations"].(map[string]any)
	for call := range operations {
		pointer := strings.NewReplacer("~", "~0", "/", "~1", " ", "%20", "{", "%7B", "}", "%7D").
			Replace(call)
		all[call], err = compiler.Compile("schemas.json#/operations/" + pointer)
		require.NoError(t, err, call)
	}
	return all
}

// A change is a request with one field changed, and its new value.
type change struct {
	wire.Example
	value string
}

// seen reports whether an answer shows the change: it has the new value, which the answer to the
// unchanged request has not, or a number made another one of it.
func (c *change) seen(answer, other string) bool {
	if _, err := json.Number(c.value).Float64(); err == nil {
		return answer != other
	}
	return strings.Contains(other, c.value) && !strings.Contains(answer, c.value)
}

// changes yields the request with each of its fields changed in turn: those in the body, in the
// order of their names, then the header, and those in the path and in the query.
func changes(o *wire.Operation, e wire.Example) iter.Seq2[string, change] {
	return func(yield func(string, change) bool) {
		for at, changed := range changedBodies(e) {
			other := e
			other.Body = changed.Body
			if !yield(at, change{other, changed.value}) {
				return
			}
		}
		if other := e; e.Header[0] != "" {
			other.Header[1] = "changed"
			if !yield("header "+e.Header[0], change{other, "changed"}) {
				return
			}
		}
		for i, segment := range strings.FieldsFunc(e.Path, isSeparator) {
			if slices.Contains(strings.Split(o.Path, "/"), segment) ||
				strings.Contains(e.Path, segment+"=") {
				continue
			}
			other := e
			other.Path = strings.Replace(e.Path, segment, "changed", 1)
			if !yield(fmt.Sprintf("part %d of the path", i+1), change{other, "changed"}) {
				return
			}
		}
	}
}

func changedBodies(e wire.Example) iter.Seq2[string, change] {
	return func(yield func(string, change) bool) {
		if e.Type != "" {
			for _, m := range quotedText.FindAllStringSubmatchIndex(e.Body, -1) {
				changed := wire.Example{Body: e.Body[:m[4]] + "changed" + e.Body[m[5]:]}
				if !yield(e.Body[m[2]:m[3]], change{changed, "changed"}) {
					return
				}
			}
			return
		}
		var value any
		if json.Unmarshal([]byte(e.Body), &value) != nil {
			return
		}
		for _, l := range leaves(value, "") {
			text, err := json.Marshal(replaced(value, l.at, l.changed))
			changed := wire.Example{Body: string(text)}
			if err == nil && !yield(l.at, change{changed, fmt.Sprint(l.changed)}) {
				return
			}
		}
	}
}

// quotedText finds members with texts.
var quotedText = regexp.MustCompile(`"(\w+)":"([^"]+)"`)

func isSeparator(r rune) bool { return strings.ContainsRune("/?&=", r) }

type leaf struct {
	at      string
	changed any
}

// leaves lists the texts and the numbers in a value, and what they are changed to.
func leaves(value any, at string) (all []leaf) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range sortedNames(v) {
			all = append(all, leaves(v[name], at+"/"+name)...)
		}
	case []any:
		for i, element := range v {
			all = append(all, leaves(element, fmt.Sprintf("%s/%d", at, i))...)
		}
	case string:
		if _, err := json.Number(v).Float64(); err == nil {
			return []leaf{{at, v + "7"}}
		}
		return []leaf{{at, "changed"}}
	case float64:
		return []leaf{{at, v + 37}}
	}
	return all
}

func sortedNames(object map[string]any) (names []string) {
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// replaced returns a copy of a value with another at the pointer; nil takes it away.
func replaced(value any, at string, by any) any {
	name, rest, more := strings.Cut(strings.TrimPrefix(at, "/"), "/")
	switch v := value.(type) {
	case map[string]any:
		copied := map[string]any{}
		for _, key := range sortedNames(v) {
			copied[key] = v[key]
		}
		switch {
		case more:
			copied[name] = replaced(v[name], rest, by)
		case by == nil:
			delete(copied, name)
		default:
			copied[name] = by
		}
		return copied
	case []any:
		copied := slices.Clone(v)
		for i := range copied {
			if name == "*" || name == fmt.Sprint(i) {
				if !more {
					copied[i] = by
					continue
				}
				copied[i] = replaced(copied[i], rest, by)
			}
		}
		return copied
	}
	return value
}

// without returns a request without what is at a place, and the name by which it is missed.
func without(
	t *testing.T, o *wire.Operation, e wire.Example, place string,
) (shorter wire.Example, name string) {
	name = place[strings.LastIndexAny(place, "/.")+1:]
	shorter = e
	switch {
	case strings.HasPrefix(place, "header."):
		shorter.Header = [2]string{}
	case !strings.HasPrefix(place, "/"):
		query := regexp.MustCompile(`([?&])` + regexp.QuoteMeta(name) + `=[^&]*`)
		require.Regexp(t, query, e.Path, "%s %s: the example has no %s", o.Method, o.Path, place)
		shorter.Path = query.ReplaceAllString(e.Path, "${1}x=y")
	case e.Type != "":
		part := strings.Split(place, "/")[1]
		shorter.Body = strings.ReplaceAll(strings.ReplaceAll(e.Body, `"`+name+`"`, `"x"`),
			`name="`+part+`"`, `name="`+strings.ReplaceAll(part, name, "x")+`"`)
	default:
		var value any
		require.NoError(t, json.Unmarshal([]byte(e.Body), &value))
		text, err := json.Marshal(replaced(value, place, nil))
		require.NoError(t, err)
		shorter.Body = string(text)
	}
	return shorter, name
}
