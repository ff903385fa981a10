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
	format := "It stays: %s."
	switch {
	case changes:
		format = "It changes: %s."
	case open:
		format = "Not settled: %s."
	}
	c.Then = sentence(format, then)
	return c
}

// bannedThen is who is banned, and how often.
func (v view) bannedThen(strategy string) claim {
	return phrase("%s is banned in %s", strategy, v.banned(strategy))
}

// elsewhere is the condition of another view: another scene, or another reading.
func (v view) elsewhere(other view, assumption, strategy string) Condition {
	return condition(assumption, v.verdict(strategy), other.verdict(strategy),
		other.bannedThen(strategy))
}

// otherwise are the conditions of reading the ban rule otherwise, and more.
func (v view) otherwise(strategy string, more ...Condition) []Condition {
	var list []Condition
	for _, reading := range allReadings[1:] {
		c := v.elsewhere(v.under(reading), "the ban rule is read as "+reading, strategy)
		c.Reading = reading
		list = append(list, c)
	}
	return append(list, more...)
}
