package review

import "github.com/tokenstorm/tokenstorm/scenarios/study"

// condition is what becomes of a verdict under another assumption.
func condition(assumption string, before, after study.Verdict, then claim) Condition {
	open := before == study.Inconclusive || after == study.Inconclusive
	return another(assumption, before != after && !open, open, then)
}

// another is what becomes of an answer under another assumption: it is shown to change, or too
// few runs show whether it does, or it stays.
func another(assumption string, changes, open bool, then claim) Condition {
	c := Condition{Assumption: assumption, Changes: changes, Undecided: open && !changes}
	switch {
	case changes:
		c.Then = sentence("It changes: %s.", then)
	case open:
		c.Then = sentence("Not settled: %s.", then)
	default:
		c.Then = sentence("It stays: %s.", then)
	}
	return c
}

// bannedThen is who is banned, and how often.
func (v view) bannedThen(strategy, reading string) claim {
	banned := v.banned(strategy, reading)
	return banned.worded("%s is banned in %s", strategy, banned)
}

// underReadings are the conditions of reading the ban rule otherwise.
func (v view) underReadings(strategy string, readings ...string) []Condition {
	first := readings[0]
	var list []Condition
	for _, reading := range readings[1:] {
		list = append(list, condition("the ban rule is read as "+reading,
			v.verdict(strategy, first), v.verdict(strategy, reading),
			v.bannedThen(strategy, reading)))
	}
	return list
}

// elsewhere is the condition of another scene.
func (v view) elsewhere(other view, assumption, strategy string) Condition {
	return condition(assumption, v.verdict(strategy, akamai), other.verdict(strategy, akamai),
		other.bannedThen(strategy, akamai))
}
