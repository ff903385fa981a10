package reports

import "slices"

// fewestAlike is from how many on strategies that are alike are told as one (assumed).
const fewestAlike = 3

// Alike are the strategies of which no run survives, under whatever reading, in the order of their
// outcome: a table may tell them as one. Fewer than three are none.
func (c *Chapter) Alike() []string {
	names := []string{}
	for _, k := range c.Ranked() {
		if len(k.Verdicts) > 0 && !slices.ContainsFunc(k.Verdicts, c.Survives) {
			names = append(names, k.Strategy)
		}
	}
	if len(names) < fewestAlike {
		return []string{}
	}
	return names
}
