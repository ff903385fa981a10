package review

import (
	"fmt"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// unsettled is the mark of a verdict that the runs leave open.
const unsettled = "not settled"

// standing says what became of the recommended strategies in the headline scenarios.
func (e *evidence) standing(r *Recommendation) {
	if r.Strategy == "" {
		return
	}
	top := e.recordOf(r.Strategy, akamai)
	r.Standing = e.standingOf(&top)
	if r.Unshared != "" {
		second := e.recordOf(r.Unshared, akamai)
		r.UnsharedVerdict, r.UnsharedStanding = second.verdict().String(), e.standingOf(&second)
	}
}

// standingOf is how many runs were banned, and where a record failed: how many of them there.
func (e *evidence) standingOf(r *record) string {
	text := fmt.Sprintf("passes %d of %d headline scenarios, banned in %d of %d runs", r.pass,
		r.scenes(), r.bans, r.runs)
	var where []string
	for _, s := range headlines() {
		v := e.at(s)
		if p := v.bans(r.strategy, akamai); v.verdict(r.strategy, akamai) == study.Fail {
			where = append(where, fmt.Sprintf("%s (%d of %d)", s.title, p.Hits, p.N))
		}
	}
	if e.at(banFallen()).recoverVerdict(r.strategy, akamai) == study.Fail {
		where = append(where, banFallen().title)
	}
	if len(where) > 0 {
		text += "; fails where " + strings.Join(where, ", ")
	}
	return text
}
