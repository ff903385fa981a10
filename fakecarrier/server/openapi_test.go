package server

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// TestDescription holds openapi.yaml and the routes together.
func TestDescription(t *testing.T) {
	var api struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct {
					Schema struct {
						Properties map[string]any `yaml:"properties"`
					} `yaml:"schema"`
				} `yaml:"content"`
			} `yaml:"requestBody"`
		} `yaml:"paths"`
	}
	h := newTestServer(t, nil).Carrier()
	require.NoError(t, yaml.Unmarshal(ask(h, "GET /__admin/openapi.yaml").Body.Bytes(), &api))
	described := map[string]bool{}
	for path, operations := range api.Paths {
		for method, o := range operations {
			described[strings.ToUpper(method)+" "+path] = true
			for name := range o.RequestBody.Content["application/json"].Schema.Properties {
				line := fmt.Sprintf(`%s %s {%q:null}`, strings.ToUpper(method), path, name)
				require.NotContains(t, ask(h, line).Body.String(), "unknown field", line)
			}
		}
	}
	served := map[string]bool{}
	for _, r := range routes {
		served[r.method+" "+r.path] = true
		require.True(t, isAdmin(r.path), "%s is the carrier's where the address is the same", r.path)
	}
	require.Equal(t, served, described)
	for _, key := range keys(reflect.TypeFor[Opening](), "json") {
		fields := api.Paths["/__admin/sessions"]["post"].RequestBody.Content
		require.Contains(t, fields["application/json"].Schema.Properties, key)
	}
}

// TestAnswersAreAsDescribed holds each answer to the requests of testdata/answers.txt, and each
// event that they bring about, to openapi.yaml. All that it describes must be seen by the end.
func TestAnswersAreAsDescribed(t *testing.T) {
	wall := clockwork.NewFakeClockAt(noon)
	c := DefaultConfig()
	c.Admin, c.StartAt, c.Frozen, c.Sessions = sameAddress, noon, true, 3
	c.TLS = true // hosts are listed then
	s, err := New(c, wall)
	require.NoError(t, err)
	h := s.Carrier()
	d := describedBy(t, h)
	on, err := s.sessions.use(defaultSession, true)
	require.NoError(t, err)
	seq := uint64(0)

	_, paths := d.at("/paths")
	for _, path := range sortedKeys(paths) {
		for _, method := range []string{"GET", "POST", "DELETE", "PUT"} {
			d.ask(t, h, fmt.Sprintf(`%s %s?nonsense=1 {"nonsense":1}`, method, path))
		}
	}
	text, err := os.ReadFile("testdata/answers.txt")
	require.NoError(t, err)
	token, state := "", ""
	for line := range strings.Lines(string(text)) {
		line = strings.NewReplacer("$TOKEN", token, "$STATE", state).Replace(strings.TrimSpace(line))
		switch {
		case line == "", strings.HasPrefix(line, "#"):
		case line == "idle":
			wall.Advance(c.SessionIdle)
		case line == "drain":
			s.Drain()
		case line == "crowd":
			s.streams.Add(mostStreams)
		default:
			body := d.ask(t, h, line).Body.String()
			if m := issued.FindStringSubmatch(body); m != nil {
				token = m[1]
			}
			if line == "GET /__admin/state" {
				state = strings.ReplaceAll(body, "\n", "")
			}
		}
	}
	d.holdEvents(t, since(on, &seq))
	d.holdEvents(t, serverSent("missed", 0, 7))
	d.holdEvents(t, serverSent("deleted", 0, object{"deleted": "other"}))
	want := d.members()
	for _, response := range d.responses() {
		want = append(want, d.events(response)...)
		if !strings.HasSuffix(response, "/default") {
			want = append(want, response)
		}
	}
	unseen := slices.DeleteFunc(want, func(pointer string) bool { return d.seen[pointer] })
	require.Empty(t, unseen, "described, and in no answer")
}

// TestRequestsAreAsDescribed: an operation is described as one of a session unless it is a probe,
// and its body as one that must have members where the server refuses an empty object.
func TestRequestsAreAsDescribed(t *testing.T) {
	h := newTestServer(t, nil).Carrier()
	d := describedBy(t, h)
	_, paths := d.at("/paths")
	for _, path := range sortedKeys(paths) {
		_, operations := d.at(under("/paths", path))
		for _, method := range sortedKeys(operations) {
			at := under("/paths", path, method)
			_, operation := d.at(at)
			parameters, _ := operation["parameters"].([]any)
			session := map[string]any{"$ref": "#/components/parameters/Session"}
			probe := strings.HasSuffix(path, "/health") || strings.HasSuffix(path, "z")
			require.Equal(t, !probe, slices.ContainsFunc(parameters, func(p any) bool {
				return reflect.DeepEqual(p, session)
			}), at)
			if _, takes := operation["requestBody"]; !takes {
				continue
			}
			body := under(d.behind(under(at, "requestBody")), "content", "application/json", "schema")
			schema, err := d.compiler.Compile("openapi.json#" + body)
			require.NoError(t, err)
			answer := ask(h, fmt.Sprintf("%s %s {}", strings.ToUpper(method), path))
			require.Equal(t, answer.Code == 400, schema.Validate(map[string]any{}) != nil, at)
			_, described := d.at(under(at, "requestBody"))
			require.Equal(t, answer.Code == 400, described["required"] == true, at)
		}
	}
	servers, _ := d.api["servers"].([]any)
	require.Len(t, servers, 2)
}

// TestMembersAreExplained: each member of an answer says what it is and shows what it is like.
func TestMembersAreExplained(t *testing.T) {
	d := describedBy(t, newTestServer(t, nil).Carrier())
	for _, at := range d.members() {
		_, schema := d.at(at)
		about, _ := schema["description"].(string)
		require.True(t, strings.HasSuffix(strings.TrimSpace(about), "."), "%s: %q", at, about)
		_, values := schema["enum"]
		_, value := schema["const"]
		switch kind := schema["type"]; {
		case values, value, kind == "boolean", kind == "object", kind == "array":
		default:
			require.Contains(t, []any{"string", "integer", "number"}, kind, at)
			examples, _ := schema["examples"].([]any)
			require.NotEmpty(t, examples, at)
			for _, example := range examples {
				d.check(t, at, example)
			}
		}
	}
}

// TestFaultsAreDescribed: every kind of fault stands in the description, wherever kinds do.
func TestFaultsAreDescribed(t *testing.T) {
	text, err := os.ReadFile("openapi.yaml")
	require.NoError(t, err)
	kinds := "enum: [" + strings.Join(front.FaultKinds(), ", ") + "]"
	require.Equal(t, 2, strings.Count(string(text), kinds), kinds)
}
