package cells

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// keyOf is the key of a strategy in a scenario.
func keyOf(t *testing.T, s *scenarios.Scenario, strategy string) string {
	t.Helper()
	with, err := spec.Lookup(strategy)
	require.NoError(t, err)
	return recipeFor(t, s, with).key()
}

func recipeFor(t testing.TB, s *scenarios.Scenario, with spec.Strategy) recipe {
	t.Helper()
	of, err := leavesOf(s)
	require.NoError(t, err)
	r, err := recipeOf("1", "akamai", "", s, of, with)
	require.NoError(t, err)
	return r
}

// A path stands once in a recipe, or one value would hide another.
func TestPathsAreUnique(t *testing.T) {
	t.Parallel()
	for _, name := range scenarios.Names() {
		s, err := scenarios.Load(name)
		require.NoError(t, err)
		strategies := s.Strategies
		if name == "two-nodes" {
			strategies = spec.Names()
		}
		for _, strategy := range strategies {
			with, err := spec.Lookup(strategy)
			require.NoError(t, err)
			r := recipeFor(t, s, with)
			seen := map[string]bool{}
			for _, l := range r {
				if seen[l.path] {
					t.Errorf("%s with %s: %s stands twice", name, strategy, l.path)
				}
				seen[l.path] = true
			}
		}
	}
}

// Comments, space, the order of keys, what is written about a scenario, what it expects, whom it
// compares and its name are no part of a key.
func TestWhatNoRunDependsOn(t *testing.T) {
	t.Parallel()
	for _, name := range scenarios.Names() {
		text, err := scenarios.Source(name)
		require.NoError(t, err)
		s, err := scenarios.Load(name)
		require.NoError(t, err)
		want := keyOf(t, s, "naive")
		for what, changed := range map[string]string{
			"comments":  "# new\n" + strings.ReplaceAll(string(text), "\n", " # new\n\n"),
			"key order": reversed(string(text)),
			"words": without(string(text), "about", "trigger", "outcome", "tags", "expect", "strategies") +
				"about: other\ntrigger: other\noutcome: other\ntags: [other]\nstrategies: [naive]\n",
		} {
			if what == "comments" && strings.ContainsAny(string(text), "|>") {
				continue // text of several lines may have no comments in it
			}
			other, err := scenarios.Parse("renamed.yaml", []byte(changed))
			require.NoError(t, err, "%s: %s", name, what)
			require.Equal(t, want, keyOf(t, other, "naive"), "%s: %s", name, what)
		}
	}
}

// blocks are the parts of a file that begin at the left margin.
func blocks(text string) (all []string) {
	for line := range strings.Lines(text) {
		if len(all) == 0 || !strings.ContainsAny(line[:1], " -\n#}]") {
			all = append(all, "")
		}
		all[len(all)-1] += line
	}
	return all
}

func reversed(text string) string {
	all := blocks(text)
	slices.Reverse(all)
	return strings.Join(all, "")
}

func without(text string, keys ...string) string {
	return strings.Join(slices.DeleteFunc(blocks(text), func(block string) bool {
		return slices.ContainsFunc(keys, func(key string) bool {
			return strings.HasPrefix(block, key+":")
		})
	}), "")
}

// settingsOf lists the single values of a file by their paths.
func settingsOf(path string, v any, into map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			settingsOf(join(path, key), value, into)
		}
	case []any:
		for i, value := range v {
			settingsOf(fmt.Sprintf("%s[%d]", path, i), value, into)
		}
	case nil:
	default:
		into[path] = fmt.Sprint(v)
	}
}

// others are values that may be another one of the same kind.
func others(value string) []string {
	if n, err := strconv.ParseFloat(value, 64); err == nil {
		return []string{fmt.Sprint(n + 1), fmt.Sprint(n - 1), fmt.Sprint(n / 2), fmt.Sprint(n / 4)}
	}
	if d, err := time.ParseDuration(value); err == nil {
		return []string{(d + time.Second).String(), ((d + 1) / 2).String(), (d + time.Minute).String()}
	}
	if strings.Contains(value, ":") {
		return []string{"05:30", "13:00", "22:15"}
	}
	if number, per, ok := strings.Cut(value, "/"); ok {
		if n, err := strconv.ParseFloat(number, 64); err == nil {
			return []string{fmt.Sprintf("%g/%s", n+1, per), fmt.Sprintf("%g/%s", n/2, per)}
		}
	}
	return []string{
		map[string]string{"true": "false", "false": "true"}[value],
		"ups", "fedex", "usps", "single", "coexist", "fleet", "node", "customer", "warm", "cold",
		"all", "token", "0/1", "7ms", "exp 7s", "api", "literal", "akamai", "naive", "lock",
		"once", "each", "client-credentials", "5", "10%",
		"random", "poisson", "wild-axios-no-retry", "tumbling", "restarting", "sliding", "refresh",
	}
}

// Each single value of each scenario of the catalogue, set to another one that its checks allow,
// changes the key, or is among those that no run depends on.
func TestEverySettingChangesTheKey(t *testing.T) {
	t.Parallel()
	tried, refused := 0, 0
	for _, name := range scenarios.Names() {
		text, err := scenarios.Source(name)
		require.NoError(t, err)
		s, err := scenarios.Load(name)
		require.NoError(t, err)
		var file map[string]any
		require.NoError(t, yaml.Unmarshal(text, &file))
		settings := map[string]string{}
		settingsOf("", file, settings)
		was := keyOf(t, s, "naive")
		for _, path := range slices.Sorted(maps.Keys(settings)) {
			word, _, _ := strings.Cut(path, ".")
			if word, _, _ = strings.Cut(word, "["); silent[word] {
				continue
			}
			changed := false
			for _, value := range others(settings[path]) {
				other, err := s.With(scenarios.Setting{Path: path, Value: value})
				if value == settings[path] || err != nil {
					continue
				}
				tried, changed = tried+1, true
				require.NotEqual(t, was, keyOf(t, other, "naive"), "%s: %s=%s", name, path, value)
				break
			}
			if !changed {
				refused++
			}
		}
	}
	t.Logf("%d settings tried; of %d values none is allowed but their own", tried, refused)
	require.Greater(t, tried, 1000)
	require.Less(t, refused, tried/20)
}

// No run depends on what is left out of a recipe: whatever it says, the digest is the same.
func TestSilentFieldsChangeNoRun(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"two-nodes", "quiet-day"} {
		text, err := scenarios.Source(name)
		require.NoError(t, err)
		changed := without(string(text), "about", "trigger", "outcome", "expect", "strategies",
			"max_events") + "about: x\ntrigger: y\noutcome: z\nstrategies: [lock]\n" +
			"max_events: 1999999999\nexpect: [{of: [lock], bans: [count==7]}]\n"
		var outcomes []string
		for file, text := range map[string]string{name + ".yaml": string(text), "other.yaml": changed} {
			s, err := scenarios.Parse(file, []byte(text))
			require.NoError(t, err)
			naive, err := spec.Lookup("naive")
			require.NoError(t, err)
			tally, err := world.Run{Scenario: s, Strategy: naive, Reading: "akamai", Seed: 1}.Do()
			require.NoError(t, err)
			f := cell(1, &tally.Outcome)
			outcomes = append(outcomes, string(f.payload))
		}
		require.Equal(t, outcomes[0], outcomes[1], name)
	}
}

// The name of a strategy is part of a key only where a part of the run is called so; its comments
// and its file never are, its settings always.
func TestStrategyInTheKey(t *testing.T) {
	s, err := scenarios.Load("two-nodes")
	require.NoError(t, err)
	mixed, err := scenarios.Parse("mixed.yaml", []byte("about: x\nlength: 1m\nstrategies: [naive]\n"+
		"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nworkload: [{burst: {at: 1s, clicks: 1}}]\n"+
		"fleet: {nodes: 2, runs: [{nodes: [1], strategy: lock}]}\n"))
	require.NoError(t, err)
	key := func(s *scenarios.Scenario, file, text string) string {
		with, err := spec.Parse(file, []byte(text))
		require.NoError(t, err)
		return recipeFor(t, s, with).key()
	}
	const text = "about: x\nparts:\n- retry: {retries: 3}\n- cache: {margin: 5m}\n"
	was := key(s, "a.yaml", text)
	require.Equal(t, was, key(s, "b.yaml", "# new\n"+strings.Replace(text, "x", "y", 1)))
	require.Equal(t, was, key(s, "a.yaml", strings.Replace(text, "5m", "300s", 1)))
	require.NotEqual(t, was, key(s, "a.yaml", strings.Replace(text, "5m", "4m", 1)))
	require.NotEqual(t, key(mixed, "a.yaml", text), key(mixed, "b.yaml", text))
}

// Recorded arrivals are what stands in their file, whatever it is called.
func TestArrivalsInTheKey(t *testing.T) {
	key := func(name, arrivals string) string {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "x.csv"), []byte(arrivals), 0o644))
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte("about: x\nlength: 1m\nstrategies: [naive]\n"+
			"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nworkload: [{recorded: {file: x.csv}}]\n"),
			0o644))
		s, err := scenarios.Load(file)
		require.NoError(t, err)
		return keyOf(t, s, "naive")
	}
	many := strings.Repeat("1,0,0\n", 200)
	require.Equal(t, key("a.yaml", many), key("b.yaml", many))
	require.NotEqual(t, key("a.yaml", many), key("a.yaml", strings.Repeat("1,0,0\n", 199)+"2,0,0\n"))
	require.NotEqual(t, key("a.yaml", "1,0,0\n"), key("a.yaml", "2,0,0\n"))
}

func TestSince(t *testing.T) {
	was := recipe{{"program", "1"}, {"fleet.users", "500"}, {"faults", "a list of 1"},
		{"faults[0].crash.at", "1s"}, {"gone", "x"}}
	is := recipe{{"program", "1"}, {"fleet.users", "600"}, {"faults", "a list of 2"},
		{"faults[0].crash.at", "1s"}, {"faults[1].crash.at", "1s"}, {"added", ""}}
	var got []string
	for _, c := range is.since(was) {
		got = append(got, c.String())
	}
	require.Equal(t, []string{"fleet.users was 500, is 600", "faults was a list of 1, is a list of 2",
		`added is now ""`, "gone was x, and is gone"}, got)
	require.Empty(t, is.since(is))
}

// An odd part has something that is no plain value.
type odd struct{ Value any }

func (o odd) Settings(*strategies.Settings) strategies.Part { return o }

// A part that is not a plain value has no recipe: nobody can tell whether two are the same.
func TestNoRecipe(t *testing.T) {
	s, err := scenarios.Load("two-nodes")
	require.NoError(t, err)
	ring := &odd{}
	ring.Value = ring
	for _, value := range []any{func() {}, make(chan int), ring} {
		_, err = recipeOf("1", "akamai", "", s, nil, spec.Strategy{Parts: []strategies.Part{odd{value}}})
		require.ErrorIs(t, err, errNoValue)
	}
}

var _ study.Keeper = (*Keeper)(nil)

func BenchmarkRecipe(b *testing.B) {
	s, err := scenarios.Load("full-day")
	require.NoError(b, err)
	with, err := spec.Lookup("naive")
	require.NoError(b, err)
	for b.Loop() {
		_ = recipeFor(b, s, with).key()
	}
}
