package hunt

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

const several = "several carriers"

// undrawn are the keys of a scenario that no draft has, with all below them, and why.
var undrawn = map[string]string{
	"format": "words", "trigger": "words", "outcome": "words", "tags": "words",
	"expect": "what broke is expected once it is found",
	"epoch":  "no strategy looks at the date", "max_events": "a draft has a bound of its own",
	"measure": "a strategy cannot know",

	"carriers": several, "carrier.network": several,
	"workload.carrier": several, "faults.ban.carrier": several,
	"faults.carrier_down.carrier": several, "faults.carrier_slow.carrier": several,
	"faults.external_renewal.carrier": several, "faults.neighbour.carrier": several,

	"fleet.runs": "mixed fleets", "faults.rollout.to": "mixed fleets",
	"workload.recorded":           "recorded arrivals",
	"workload.business_day.hours": "as an office has them",
	"network.api.except":          "single requests: prove draws these",
	"network.token.except":        "single requests: prove draws these",

	"carrier.refresh.rotation":           "drawn as one word",
	"faults.carrier_down.body":           "drawn as one word",
	"carrier.answers.invalid_grant.code": "no strategy takes a code that it does not know for that",
}

// What a scenario may say is drawn, but for what is listed.
func TestVocabularyIsDrawn(t *testing.T) {
	t.Parallel()
	drawn := map[string]bool{}
	h := Hunt{Subject: named(t, "recommended"), Seed: 1}
	for number := 1; number <= 3000; number++ {
		d, _, _ := h.draft(number, new(pool))
		keys("", d, drawn)
	}
	seen := map[string]bool{}
	strict.Sections(new(scenarios.Scenario), func(path string, fields []strict.Field) {
		for _, f := range fields {
			key := strings.TrimPrefix(path+"."+f.Key, ".")
			if !drawn[key] {
				why := excused(key)
				require.NotEmpty(t, why, "%s is not drawn: draw it, or list it in undrawn", key)
				seen[why] = true
			}
		}
	})
	require.Equal(t, slices.Sorted(maps.Keys(undrawn)), slices.Sorted(maps.Keys(seen)),
		"what is listed in undrawn is drawn, or is no key")
}

// excused is what is listed of a key, or of one that it stands below; empty: nothing is.
func excused(key string) string {
	for of := range undrawn {
		if key == of || strings.HasPrefix(key, of+".") {
			return of
		}
	}
	return ""
}

// keys adds the paths of the keys of a draft.
func keys(path string, d *draft, all map[string]bool) {
	for _, item := range d.items {
		below := path
		if item.key != "" {
			below = strings.TrimPrefix(path+"."+item.key, ".")
			all[below] = true
		}
		keys(below, item, all)
	}
}
