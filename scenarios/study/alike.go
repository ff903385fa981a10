package study

import "slices"

// fewestAlike is from how many on rows that are alike are told as one: two take no more room than
// the line that stands for them (assumed).
const fewestAlike = 3

// Alike puts together those of the strategies that the runs do not tell apart by these criteria,
// and that a reader passes over: under every reading each of them is shown to fail one, they have
// the same verdicts, and the intervals of their probabilities overlap, in each of the scenarios.
// All others stand alone, for it is they who matter. The groups do not depend on the order of
// strategies, which is theirs, each where its first one stands.
func (s *Study) Alike(scenarios, strategies []string, by ...Criterion) [][]string {
	rulings := map[string][][]Ruling{}
	for _, name := range s.Plan.Strategies {
		for _, scenario := range scenarios {
			rulings[name] = append(rulings[name], s.rulings(scenario, name, by)...)
		}
	}
	var groups [][]string
	of := map[string]int{} // the group of each
	for _, name := range s.Ordered(scenarios, ByOutcome, by...) {
		at := len(groups)
		if loses(rulings[name]) {
			at = slices.IndexFunc(groups, func(group []string) bool {
				return !slices.ContainsFunc(group, func(other string) bool {
					return !sameFate(rulings[other], rulings[name])
				})
			})
		}
		if at < 0 || at == len(groups) {
			at, groups = len(groups), append(groups, nil)
		}
		of[name], groups[at] = at, append(groups[at], name)
	}
	var told [][]string
	listed := map[int]bool{}
	for _, name := range strategies {
		switch at := of[name]; {
		case len(groups[at]) < fewestAlike:
			told = append(told, []string{name})
		case !listed[at]:
			listed[at], told = true, append(told, inOrder(groups[at], strategies))
		}
	}
	return told
}

// inOrder are the names of a group in the order of all.
func inOrder(group, all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(name string) bool {
		return !slices.Contains(group, name)
	})
}

// rulings are the verdicts on a strategy: under each reading, by each criterion.
func (s *Study) rulings(scenario, strategy string, by []Criterion) [][]Ruling {
	var all [][]Ruling
	for _, reading := range s.Plan.Readings {
		var under []Ruling
		for _, criterion := range by {
			under = append(under, s.Rule(Contestant{scenario, reading, strategy}, criterion, Required))
		}
		all = append(all, under)
	}
	return all
}

// loses reports whether a criterion is shown to be failed under every reading.
func loses(rulings [][]Ruling) bool {
	return !slices.ContainsFunc(rulings, func(under []Ruling) bool {
		return !slices.ContainsFunc(under, func(r Ruling) bool { return r.Verdict == Fail })
	})
}

// sameFate reports whether all verdicts are the same, and all intervals overlap.
func sameFate(a, b [][]Ruling) bool {
	return slices.EqualFunc(a, b, func(x, y []Ruling) bool {
		return slices.EqualFunc(x, y, func(r, q Ruling) bool {
			i, k := r.Proportion.Interval(Confidence), q.Proportion.Interval(Confidence)
			return r.Verdict == q.Verdict && i.Low <= k.High && k.Low <= i.High
		})
	})
}
