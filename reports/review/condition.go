package review

import "github.com/tokenstorm/tokenstorm/scenarios/study"

// condition says what becomes of a verdict under another assumption.
func condition(assumption string, before, after study.Verdict, then said) Condition {
	open := before == study.Inconclusive || after == study.Inconclusive
	return another(assumption, before != after && !open, open, then)
}

// another says what becomes of an answer under another assumption: it is shown to change, or too
// few runs tell whether it does, or it stays.
func another(assumption string, changes, open bool, then said) Condition {
	c := Condition{Assumption: assumption, Changes: changes, Undecided: open && !changes}
	switch {
	case changes:
		c.Then = sayf("It changes: %s.", then)
	case open:
		c.Then = sayf("Not settled: %s.", then)
	default:
		c.Then = sayf("It stays: %s.", then)
	}
	return c
}

// bannedThen says who is banned how often.
func (v view) bannedThen(strategy, reading string) said {
	told := v.banned(strategy, reading)
	told.text = strategy + " is banned in " + told.text
	return told
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
