package server

import (
	"bytes"
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// A description is openapi.yaml as the server serves it. Its objects are closed: a member that it
// does not describe is refused. It notes which of its parts have been seen in answers.
type description struct {
	api      map[string]any
	compiler *jsonschema.Compiler
	seen     map[string]bool // pointers to responses, and to schemas of members
}

func describedBy(t testing.TB, h http.Handler) *description {
	t.Helper()
	text, err := yaml.YAMLToJSON(ask(h, "GET /__admin/openapi.yaml").Body.Bytes())
	require.NoError(t, err)
	api, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	closeObjects(api)
	d := &description{
		api: api.(map[string]any), compiler: jsonschema.NewCompiler(), seen: map[string]bool{},
	}
	d.compiler.AssertFormat()
	require.NoError(t, d.compiler.AddResource("openapi.json", api))
	return d
}

// closeObjects refuses members that are not described.
func closeObjects(node any) {
	switch n := node.(type) {
	case map[string]any:
		if _, described := n["properties"].(map[string]any); described {
			n["additionalProperties"] = false
		}
		for _, key := range sortedKeys(n) {
			closeObjects(n[key])
		}
	case []any:
		for _, element := range n {
			closeObjects(element)
		}
	}
}

// at is what stands at a pointer, behind all references, and the pointer to there.
func (d *description) at(pointer string) (string, map[string]any) {
	var node any = d.api
	for _, word := range strings.Split(pointer, "/")[1:] {
		object, _ := node.(map[string]any)
		node = object[strings.NewReplacer("~1", "/", "~0", "~").Replace(word)]
	}
	object, _ := node.(map[string]any)
	if reference, ok := object["$ref"].(string); ok {
		return d.at(strings.TrimPrefix(reference, "#"))
	}
	return pointer, object
}

// under is a pointer to what a key names.
func under(pointer string, keys ...string) string {
	for _, key := range keys {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
	}
	return pointer
}

// hold checks an answer against what the description says of that operation and status. If there is
// no such operation, the answer must be a problem.
func (d *description) hold(t testing.TB, r *http.Request, rw *httptest.ResponseRecorder) {
	t.Helper()
	_, path, _ := sessionOf(r)
	method := strings.ToLower(r.Method)
	if method == "head" {
		method = "get"
	}
	responses := under("/paths", path, method, "responses")
	response := under(responses, strconv.Itoa(rw.Code))
	if _, known := d.at(response); known == nil {
		response = under(responses, "default")
	}
	if _, known := d.at(response); known == nil {
		response = "/components/responses/Problem"
	}
	d.seen[response] = true
	require.Equal(t, rw.Code >= 400, strings.HasSuffix(d.behind(response), "/Problem"), rw.Code)

	kind, _, err := mime.ParseMediaType(rw.Header().Get("Content-Type"))
	require.NoError(t, err)
	content := under(d.behind(response), "content", kind)
	_, known := d.at(content)
	require.Contains(t, known, "schema", "%s %s: %d %s", r.Method, path, rw.Code, kind)
	if !strings.HasSuffix(kind, "json") {
		d.check(t, under(content, "schema"), rw.Body.String())
		return
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(rw.Body.Bytes()))
	require.NoError(t, err)
	d.check(t, under(content, "schema"), value)
	if rw.Code >= 400 {
		require.Equal(t, json.Number(strconv.Itoa(rw.Code)), value.(map[string]any)["status"])
	}
}

// behind is the pointer to what a reference at a pointer names.
func (d *description) behind(pointer string) string {
	pointer, _ = d.at(pointer)
	return pointer
}

// check holds a value to a schema.
func (d *description) check(t testing.TB, pointer string, value any) {
	t.Helper()
	schema, err := d.compiler.Compile("openapi.json#" + pointer)
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value), "%s: %v", pointer, value)
	d.see(pointer, value)
}

// see notes the members of a value.
func (d *description) see(pointer string, value any) {
	pointer = d.behind(pointer)
	d.seen[pointer] = true
	switch v := value.(type) {
	case map[string]any:
		for _, name := range sortedKeys(v) {
			d.see(under(pointer, "properties", name), v[name])
		}
	case []any:
		for _, element := range v {
			d.see(under(pointer, "items"), element)
		}
	}
}

// holdEvents checks server-sent events against the description of their names.
func (d *description) holdEvents(t testing.TB, text string) {
	t.Helper()
	content := under("/paths", "/__admin/events", "get", "responses", "200", "content",
		"text/event-stream", "x-events")
	for event := range strings.SplitSeq(strings.TrimSuffix(text, "\n\n"), "\n\n") {
		lines := strings.Split(event, "\n")
		name, data := lines[0], lines[len(lines)-1]
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.TrimPrefix(data, "data: ")))
		require.NoError(t, err, event)
		d.seen[under(content, strings.TrimPrefix(name, "event: "))] = true
		d.check(t, under(content, strings.TrimPrefix(name, "event: ")), value)
	}
}

// responses are pointers to what the operations answer, by status or by default.
func (d *description) responses() (all []string) {
	_, paths := d.at("/paths")
	for _, path := range sortedKeys(paths) {
		_, operations := d.at(under("/paths", path))
		for _, method := range sortedKeys(operations) {
			at := under("/paths", path, method, "responses")
			_, responses := d.at(at)
			for _, status := range sortedKeys(responses) {
				all = append(all, under(at, status))
			}
		}
	}
	return all
}

// events are pointers to the events that a response streams.
func (d *description) events(response string) (all []string) {
	at := under(d.behind(response), "content", "text/event-stream", "x-events")
	_, events := d.at(at)
	for _, name := range sortedKeys(events) {
		all = append(all, under(at, name))
	}
	return all
}

// members are pointers to all members of all answers.
func (d *description) members() []string {
	all := map[string]any{}
	var collect func(pointer string)
	collect = func(pointer string) {
		pointer, schema := d.at(pointer)
		properties, _ := schema["properties"].(map[string]any)
		for _, name := range sortedKeys(properties) {
			member := under(pointer, "properties", name)
			all[d.behind(member)] = true
			collect(member)
		}
		if _, list := schema["items"]; list {
			collect(under(pointer, "items"))
		}
	}
	for _, response := range d.responses() {
		for _, kind := range []string{"application/json", "application/problem+json"} {
			collect(under(d.behind(response), "content", kind, "schema"))
		}
		for _, event := range d.events(response) {
			collect(event)
		}
	}
	return sortedKeys(all)
}

// ask sends a request, and holds its answer to the description unless it is the carrier's. A stream
// is left at once.
func (d *description) ask(t *testing.T, h http.Handler, line string) *httptest.ResponseRecorder {
	r := transcriptRequest(line)
	_, path, _ := sessionOf(r)
	if strings.HasSuffix(path, "/events") {
		gone, leave := context.WithCancel(t.Context())
		leave()
		r = r.WithContext(gone)
	}
	rw := httptest.NewRecorder()
	func() {
		defer func() {
			if lost := recover(); lost != nil {
				require.Equal(t, http.ErrAbortHandler, lost)
			}
		}()
		h.ServeHTTP(rw, r)
	}()
	if isAdmin(path) {
		d.hold(t, r, rw)
	}
	if rw.Header().Get("Content-Type") == "text/event-stream" {
		d.holdEvents(t, rw.Body.String())
	}
	return rw
}

func sortedKeys(object map[string]any) []string {
	var names []string
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
