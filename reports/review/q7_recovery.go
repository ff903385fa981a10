package review

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// recovery is Q7: who gets out of a ban, and over a minute without the cache.
func recovery() question {
	return question{
		id: "Q7", title: "Getting out again", answer: answerRecovery,
		text: "When the cache is down or the ban has fallen, which strategies get out again, and " +
			"how soon?",
		needs: []need{
			{banFallen(), trapped(), []string{akamai, literal}},
			{cacheDown(), trapped(), []string{akamai}},
		},
	}
}

// trapped are the contenders, and who gets out by a switch or a breaker alone.
func trapped() []string { return union(contenders, []string{"breaker-fleet", "kill-switch"}) }

func answerRecovery(e *evidence) Answer {
	ban, down := e.at(banFallen()), e.at(cacheDown())
	order := ban.soonest(trapped())
	best, last := order[0], order[len(order)-1]
	out, verdict := ban.escaping(trapped(), akamai), ban.recoverVerdict(best, akamai)
	a := Answer{
		Claim: best + " " + by(verdict, "gets out", "does not get out",
			"is not shown to get out") + " of a ban that has fallen",
		Mark: by(verdict, fmt.Sprintf("%d of %d out", len(out), len(order)), "nobody gets out",
			unsettled),
		Verdict: verdict.String(),
		Headline: sentence("%d of %d strategies are shown to get out of a ban; soonest %s, in %s, %s "+
			"after.",
			len(out), len(order), best, ban.recovers(best, akamai),
			ban.middle(best, akamai, recoveryTime)),
		Figures: []Figure{
			sentence("%s is banned for %s.", best, ban.mean(best, akamai, bannedMinutes)),
			sentence("%s gets out in %s; it is banned for %s.", last, ban.recovers(last, akamai),
				ban.mean(last, akamai, bannedMinutes)),
			sentence("naive gets out in %s, breaker in %s, recommended in %s.",
				ban.recovers("naive", akamai), ban.recovers("breaker", akamai),
				ban.recovers("recommended", akamai)),
			down.unharmed(),
			sentence("With the cache down for a minute naive gets out in %s, recommended in %s.",
				down.recovers("naive", akamai), down.recovers("recommended", akamai)),
		},
		Table: recoveryTable(e, ban, down),
	}
	lit := ban.escaping(trapped(), literal)
	naive := ban.recovers("naive", literal)
	then := naive.worded("%s are shown to get out, naive in %s", enumerated(lit), naive)
	open := slices.ContainsFunc(trapped(), func(s string) bool {
		return ban.recoverVerdict(s, akamai) == study.Inconclusive ||
			ban.recoverVerdict(s, literal) == study.Inconclusive
	})
	a.Conditions = []Condition{another("the ban rule is read as literal, where no hit prolongs a ban",
		!slices.Equal(out, lit), open, then)}
	return a
}

func (v view) recoverVerdict(strategy, reading string) study.Verdict {
	return v.study.Rule(v.contestant(strategy, reading), study.Recovers, study.Required).Verdict
}

// escaping are the strategies that are shown to recover.
func (v view) escaping(of []string, reading string) []string {
	var out []string
	for _, s := range of {
		if v.recoverVerdict(s, reading) == study.Pass {
			out = append(out, s)
		}
	}
	return out
}

// soonest orders strategies: most runs recovered, then the shortest median time to it, then the
// least time banned, then name.
func (v view) soonest(of []string) []string {
	rate := func(s string) float64 {
		p := v.study.Proportion(v.contestant(s, akamai), study.Recovers)
		if p.N == 0 {
			return 0
		}
		return p.Share()
	}
	took := func(s string) float64 {
		return v.study.Quantile(v.contestant(s, akamai), recoveryTime, .5).Value
	}
	banned := func(s string) float64 {
		return v.study.Mean(v.contestant(s, akamai), bannedMinutes).Mean
	}
	return slices.SortedStableFunc(slices.Values(of), func(a, b string) int {
		return cmp.Or(-cmp.Compare(rate(a), rate(b)), cmp.Compare(took(a), took(b)),
			cmp.Compare(banned(a), banned(b)), cmp.Compare(a, b))
	})
}

// unharmed is who is not banned while the cache is down.
func (v view) unharmed() Figure {
	var safe []claim
	for _, s := range trapped() {
		if v.verdict(s, akamai) != study.Pass {
			continue
		}
		safe = append(safe, v.banned(s, akamai).worded("%s (%s)", s, cell(v.bans(s, akamai))))
	}
	if len(safe) == 0 {
		return sentence("With the cache down for a minute nobody is shown not to be banned; recommended "+
			"is in %s.", v.banned("recommended", akamai))
	}
	return sentence("With the cache down for a minute these are shown not to be banned: %s.",
		listed(safe))
}

func recoveryTable(e *evidence, ban, down view) *Table {
	caption := fmt.Sprintf("%d runs each, reading akamai. Recovered: goodput came back for good, "+
		"of the runs that went on long enough to tell. Time: median, from the trouble's end.",
		e.plan.seeds)
	return table(caption, "strategy", ban.soonest(trapped()),
		column{"ban: recovered", ban.recoveredCell}, column{"ban: time", ban.timeCell},
		ban.column("ban: minutes banned", bannedMinutes), down.banColumn("cache: ban", akamai),
		column{"cache: recovered", down.recoveredCell}, column{"cache: time", down.timeCell})
}

func (v view) recoveredCell(s string) string {
	p := v.study.Proportion(v.contestant(s, akamai), study.Recovers)
	if p.N == 0 {
		return "nothing to tell"
	}
	return cell(p)
}

func (v view) timeCell(s string) string {
	if v.study.Quantile(v.contestant(s, akamai), recoveryTime, .5).N == 0 {
		return "–"
	}
	return v.middle(s, akamai, recoveryTime).String()
}
