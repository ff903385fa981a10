package command

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// An ingredient is one part of a strategy as it is written: its name and its settings.
type ingredient struct {
	name     string
	settings map[string]any
}

// A recipe is the parts of a strategy, outermost first.
type recipe []ingredient

// A change alters one thing of a recipe, or returns nil where it has nothing to alter.
type change struct {
	name, size string
	apply      func(recipe) recipe
}

// The sizes of a change, by what a team has to touch.
const (
	aSetting = "a setting"
	aPart    = "a part per node"
	aStore   = "a shared store"
)

// changes are tried in this order, smallest first: settings of what is there; then one more part
// within each node, those that only hold back before those that share; then what nodes have to
// share. The figures are those of the catalogue's strategies of that name.
var changes = []change{
	{"one retry fewer", aSetting, fewerRetries(1)},
	{"no retries", aSetting, fewerRetries(1000)},
	{"retries spaced by 200 ms", aSetting, spacedRetries},
	{"retries after growing random waits (100 ms to 10 s, full jitter)", aSetting, jitteredRetries},
	{"cached tokens count as expired 30 s early", aSetting, ofCaches("margin", "30s")},
	{"a refused token is looked up in the cache first", aSetting, ofCaches("refused", "look")},
	{"what a cache last told counts while it is down", aSetting, ofCaches("down", "remember")},
	{"failures are remembered for 5 s", aPart, addInnermost("remember-failure", "for", "5s")},
	{"a limiter of 1 request/s per node", aPart, addInnermost("limiter", "rate", "1/s")},
	{"a ration of 0.9 requests/s over all nodes", aPart,
		addInnermost("ration", "rate", "54/m", "over", "nodes")},
	{"a breaker that outlasts the ban", aPart, addInnermost("breaker")},
	{"renewal 5 to 10 min ahead of expiry", aPart, renewAhead},
	{"a lock on renewal with a second look at the cache", aPart, lockWithSecondLook},
	{"one renewal in flight per node, its outcome shared", aPart, singleFlight},
	{"one token cache for all nodes, looked at before renewing", aStore, sharedCache},
	{"one token cache and one renewer for all nodes", aStore, oneRenewer},
}

// changed are the variants of s, and last the strategy that the project recommends.
func changed(s strategies.Composition) []variant {
	base, ok := recipeOf(s.Text)
	if !ok {
		return nil
	}
	var variants []variant
	for _, c := range changes {
		altered := c.apply(base.clone())
		if altered == nil {
			continue
		}
		with, err := altered.cook(s.Name)
		if err != nil {
			continue // what the change makes of this strategy does not stack
		}
		variants = append(variants, variant{c.name, c.size, with})
	}
	if with, err := strategies.Lookup("recommended"); err == nil && s.Name != with.Name {
		variants = append(variants, variant{"the strategy recommended instead", "all of it", with})
	}
	return variants
}

// recipeOf reads what the strategy's file says, which Parse has found right.
func recipeOf(text string) (recipe, bool) {
	var written struct {
		Parts []any `yaml:"parts"`
	}
	if yaml.Unmarshal([]byte(text), &written) != nil || len(written.Parts) == 0 {
		return nil, false
	}
	var r recipe
	for _, p := range written.Parts {
		switch p := p.(type) {
		case string:
			r = append(r, ingredient{p, map[string]any{}})
		case map[string]any:
			for name, given := range p {
				settings, _ := given.(map[string]any)
				if settings == nil {
					settings = map[string]any{}
				}
				r = append(r, ingredient{name, settings})
			}
		default:
			return nil, false
		}
	}
	return r, true
}

// cook writes the recipe down, and lets it be read as any strategy: JSON is YAML.
func (r recipe) cook(name string) (strategies.Composition, error) {
	parts := make([]map[string]any, len(r))
	for i, p := range r {
		parts[i] = map[string]any{p.name: p.settings}
	}
	text, err := json.Marshal(map[string]any{"about": name, "parts": parts})
	if err != nil {
		return strategies.Composition{}, fmt.Errorf("%s: %w", name, err)
	}
	return strategies.Parse(name+".yaml", text)
}

func (r recipe) clone() recipe {
	out := slices.Clone(r)
	for i := range out {
		out[i].settings = maps.Clone(out[i].settings)
	}
	return out
}

// index is where the first part of one of these names stands, -1 for nowhere.
func (r recipe) index(names ...string) int {
	return slices.IndexFunc(r, func(p ingredient) bool { return slices.Contains(names, p.name) })
}

// retry returns the settings of the retry, and how many retries there are.
func (r recipe) retry() (settings map[string]any, n int) {
	i := r.index("retry")
	if i < 0 {
		return map[string]any{}, 0
	}
	n = 3 // the part's default
	if given, ok := r[i].settings["retries"].(uint64); ok {
		n = int(given)
	}
	return r[i].settings, n
}
