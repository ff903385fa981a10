package scenarios

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The file is for editors that do not ask the program.
func TestSchemaFileIsOfTheTypes(t *testing.T) {
	const file = "scenario.schema.json"
	text, err := Schema()
	require.NoError(t, err)
	if flag.Lookup("update").Value.String() == "true" {
		require.NoError(t, os.WriteFile(file, text, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	if !bytes.Equal(want, text) {
		t.Errorf("%s is not what the types say: `make golden` writes it anew", file)
	}
}

func TestCatalogueFitsTheSchema(t *testing.T) {
	t.Parallel()
	schema := compiledSchema(t)
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			text, err := Source(name)
			require.NoError(t, err)
			require.NoError(t, schema.Validate(asJSON(t, text)))
		})
	}
}

// What Parse refuses for its form, the schema refuses too.
func TestSchemaRefuses(t *testing.T) {
	schema := compiledSchema(t)
	const good = `{about: a, length: 1m, fleet: {}, workload: [{closed: {think: 5s}}],
		network: {api: {leg: 50ms}, token: {leg: 50ms}}, strategies: [naive]}`
	require.NoError(t, schema.Validate(asJSON(t, []byte(good))))
	for about, change := range map[string][2]string{
		"a misspelt key":           {"fleet:", "fleets:"},
		"a misspelt key below":     {"fleet: {}", "fleet: {nods: 1}"},
		"no nodes":                 {"fleet: {}", "fleet: {nodes: 0}"},
		"users by name":            {"fleet: {}", "fleet: {users: many}"},
		"a length without a unit":  {"length: 1m", `length: "100"`},
		"a length as a number":     {"length: 1m", "length: 100"},
		"a missing about":          {"about: a, ", ""},
		"a rate without its unit":  {"closed: {think: 5s}", "open: {rate: 5}"},
		"gaps of an unknown kind":  {"closed: {think: 5s}", "open: {rate: 5/s, gaps: odd}"},
		"a share of more than all": {"leg: 50ms}}", "leg: 50ms, lose_replies: 2}}"},
	} {
		t.Run(about, func(t *testing.T) {
			text := bytes.Replace([]byte(good), []byte(change[0]), []byte(change[1]), 1)
			require.NotEqual(t, good, string(text))
			require.Error(t, schema.Validate(asJSON(t, text)))
			_, err := Parse("changed.yaml", text)
			require.Error(t, err)
		})
	}
}

// Carriers have names of the file's own, and what a carrier has.
func TestSchemaOfCarriers(t *testing.T) {
	schema := compiledSchema(t)
	for carriers, fine := range map[string]bool{
		"{fedex: , ups: {tokens: coexist, network: {api: {leg: 9ms}}}}": true, "{main: {}}": true,
		"{}": false, "{7up: {}}": false, "[ups]": false, "{ups: {network: {api: {}}}}": false,
		"{ups: {profle: ups}}": false,
	} {
		text := []byte("{about: a, length: 1m, workload: [{closed: {think: 5s}, carrier: " +
			"CARRIER}], network: {api: {leg: 50ms}, token: {leg: 50ms}}, strategies: [naive], " +
			"carriers: " + carriers + "}")
		name := "ups"
		if strings.Contains(carriers, "main") {
			name = "main"
		}
		text = bytes.Replace(text, []byte("CARRIER"), []byte(name), 1)
		_, err := Parse("carriers.yaml", text)
		assert.Equal(t, fine, err == nil, "%s: %v", carriers, err)
		assert.Equal(t, fine, schema.Validate(asJSON(t, text)) == nil, carriers)
	}
}

// The schema requires a key where Parse does, and nowhere else.
func TestSchemaRequires(t *testing.T) {
	t.Parallel()
	schema := compiledSchema(t)
	whole := asJSON(t, []byte(everyKey))
	require.NoError(t, schema.Validate(whole))
	removals(whole, "", func(without string) {
		text, err := json.Marshal(whole)
		require.NoError(t, err)
		invalid := schema.Validate(whole)
		_, err = Parse("without.yaml", text)
		assert.Equal(t, err != nil, invalid != nil, "without %s: Parse says %v, the schema %v",
			without, err, invalid)
	})
}

// removals lets try look at a document without each of its keys in turn.
func removals(part any, at string, try func(without string)) {
	switch part := part.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(part)) {
			value := part[key]
			removals(value, at+"."+key, try)
			delete(part, key)
			if len(part) > 0 { // a choice of keys, of which one is demanded, is not "required"
				try(at + "." + key)
			}
			part[key] = value
		}
	case []any:
		for i, item := range part {
			removals(item, fmt.Sprintf("%s[%d]", at, i), try)
		}
	}
}

// everyKey has every key that is not one of several to choose from, except epoch.
const everyKey = `
about: a
trigger: b
outcome: c
length: 1m
max_events: 1000000000
fleet: {customers: 1, nodes: 2, users: 3, public_ips: 1, cache: node, cache_delay: 1ms,
  store_delay: 1ms, clock_skew: [0s]}
carrier: {profile: fedex, tokens: single, reading: akamai, ban_covers: token, token_life: 50m,
  enforcement_lag: 1s, service_time: 1ms, daily_quota: 5}
workload:
  - closed: {think: 5s, start: 1s}
  - open: {rate: 1/s, gaps: even, from: 1s, until: 9s, stages: [{to: 2/s, over: 1s, for: 1s}]}
  - burst: {at: 1s, clicks: 2, apart: 1s, every: 20s}
  - business_day: {peak: 1/s, start: 9h}
  - recorded: {file: expiry-herd.csv, spread: 1s}
network:
  api: {leg: 50ms, lose_requests: 0.1, lose_replies: 0.1, timeout: 9s}
  token: {leg: 50ms, lose_requests: 0.1, lose_replies: 0.1, timeout: 9s}
  connect: 2
  idle: 60s
  proxy_caches: {status: 401, for: 10s}
faults:
  - cache_down: {at: 1s, for: 1s, node: 0, store: true}
  - carrier_down: {at: 1s, for: 1s, status: 503, only: api, customer: 0, share: 0.5}
  - carrier_slow: {at: 1s, for: 1s, adds: 1s, only: api}
  - restart: {at: 1s, down: 1s, every: 1s, node: 0}
  - scale_out: {at: 1s, nodes: 1}
  - external_renewal: {at: 1s, every: 1s, until: 9s, customer: 0, from: own-ip}
  - neighbour: {at: 1s, for: 1s, every: 1s}
  - clock_skew: {at: 1s, node: 0, by: 1s}
  - ban: {at: 1s}
  - store_loses: {at: 1s, last: 1s}
users:
  click_again: {after: 1s, with: 0.5, times: 2}
  impatience: {after: 1s, with: 0.5}
  patience: 9s
  message: {wait: 1s, obeyed_by: 0.5}
  told_to_stop: {at: 1s, for: 1s, obeyed_by: 0.5}
strategies: [naive]
expect:
  - of: [naive]
    reading: akamai
    bans: [count==0]
`

func compiledSchema(t *testing.T) *jsonschema.Schema {
	text, err := Schema()
	require.NoError(t, err)
	require.Equal(t, byte('\n'), text[len(text)-1])
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("scenario.schema.json", doc))
	schema, err := c.Compile("scenario.schema.json")
	require.NoError(t, err)
	return schema
}

// asJSON is a YAML file as the schema sees it.
func asJSON(t *testing.T, text []byte) any {
	data, err := yaml.YAMLToJSON(text)
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	return doc
}
