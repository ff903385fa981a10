package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// remarkOverridden remarks on profiles that are varied beside keys of the scenario's file that
// stand in their place: these stay as they are, whatever the profile.
func (q *inquiry) remarkOverridden(c *cobra.Command, variations []study.Variation) {
	varied := func(path string) bool {
		return slices.ContainsFunc(variations, func(v study.Variation) bool { return v.Path == path })
	}
	var texts []string
	for i, carrier := range q.scenario.Carriers() {
		place := "carrier"
		if carrier.Name != "" {
			place = "carriers." + carrier.Name
		}
		if !varied(place + ".profile") {
			continue
		}
		says, profiles := map[string]string{}, map[string][]string{} // by the key, in its order
		var keys []string
		for _, t := range q.trials {
			of := t.Carriers()[i]
			for _, o := range of.Overrides() {
				if varied(place + "." + o.Key) {
					continue
				}
				if says[o.Key] == "" {
					keys, says[o.Key] = append(keys, o.Key), o.Says
				}
				if text := of.Profile + ": " + o.Profile; !slices.Contains(profiles[o.Key], text) {
					profiles[o.Key] = append(profiles[o.Key], text)
				}
			}
		}
		for _, key := range keys {
			texts = append(texts, fmt.Sprintf("--vary %s.profile: %s.%s is %s in %s, whatever the "+
				"profile says (%s)", place, place, key, says[key], q.typed,
				strings.Join(profiles[key], ", ")))
		}
	}
	remark(c, texts)
}
