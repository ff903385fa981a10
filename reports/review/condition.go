package review

import "github.com/tokenstorm/tokenstorm/scenarios/study"

// condition says what becomes of a verdict under another assumption.
func condition(assumption string, before, after study.Verdict, then said) Condition {
	c := Condition{Assumption: assumption}
	switch {
	case before == study.Inconclusive || after == study.Inconclusive:
		c.Undecided = true
		c.Then = sayf("Not settled: %s.", then)
	case before == after:
		c.Then = sayf("It stays: %s.", then)
	default:
		c.Changes = true
		c.Then = sayf("It changes: %s.", then)
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
