package review

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// trapped are the contenders, and who gets out by a switch or a breaker alone.
var trapped = union(contenders, []string{"breaker-fleet", "kill-switch"})

// recovery is Q7: who gets out of a ban, and over a minute without the cache.
func recovery() question {
	return question{
		id: "Q7", title: "Getting out again", answer: answerRecovery,
		text: "When the cache is down or the ban has fallen, which strategies get out again, and " +
			"how soon?",
		needs: []need{
			{banFallen, trapped, []string{akamai, literal}}, {cacheDown, trapped, onlyAkamai},
		},
	}
}

func answerRecovery(p *Plan) Answer {
	ban, down := p.at(banFallen), p.at(cacheDown)
	order := ban.soonest()
	best, last := order[0], order[len(order)-1]
	out, open := ban.escaping()
	verdict := ban.recoverVerdict(best)
	a := judged(verdict, best+" %s of a ban that has fallen", getsOut,
		fmt.Sprintf("%d of %d out", len(out), len(order)), "nobody gets out")
	a.Headline = sentence("%d of %d strategies are shown to get out of a ban; soonest %s, in %s, %s "+
		"after.", len(out), len(order), best, ban.recovers(best), ban.middle(best, recoveryTime))
	a.Figures = []Figure{
		sentence("%s is banned for %s.", best, ban.estimate(best, bannedMinutes)),
		sentence("%s gets out in %s; it is banned for %s.", last, ban.recovers(last),
			ban.estimate(last, bannedMinutes)),
		sentence("naive gets out in %s, breaker in %s, recommended in %s.",
			ban.recovers("naive"), ban.recovers("breaker"), ban.recovers("recommended")),
		down.unharmed(),
		sentence("With the cache down for a minute naive gets out in %s, recommended in %s.",
			down.recovers("naive"), down.recovers("recommended")),
	}
	a.Table = table(fmt.Sprintf("%d runs each, reading akamai. Recovered: goodput came back for "+
		"good, of the runs that went on long enough to tell. Time: median, from the trouble's end.",
		p.Seeds), "strategy", order, ban.recoveredColumn("ban: recovered"),
		ban.timeColumn("ban: time"), ban.column("ban: minutes banned", bannedMinutes),
		down.banColumn("cache: ban"), down.recoveredColumn("cache: recovered"),
		down.timeColumn("cache: time"))
	read := ban.under(literal)
	others, alsoOpen := read.escaping()
	a.Conditions = []Condition{another(
		"the ban rule is read as literal, where no hit prolongs a ban", !slices.Equal(out, others),
		open || alsoOpen, phrase("%s are shown to get out, naive in %s", enumerated(others),
			read.recovers("naive")))}
	return a
}

// escaping are the strategies that are shown to recover; open reports whether the runs leave that
// open of any.
func (v view) escaping() (out []string, open bool) {
	for _, s := range trapped {
		switch v.recoverVerdict(s) {
		case study.Pass:
			out = append(out, s)
		case study.Inconclusive:
			open = true
		case study.Fail:
		}
	}
	return out, open
}

// soonest orders strategies: most runs recovered, then the shortest median time to it, then the
// least time banned, then name.
func (v view) soonest() []string {
	rate := func(s string) float64 {
		p := v.escapes(s)
		return float64(p.Hits) / float64(max(1, p.N))
	}
	took := func(s string) float64 {
		return v.study.Quantile(v.contestant(s), recoveryTime, .5).Value
	}
	minutes := func(s string) float64 { return v.study.Mean(v.contestant(s), bannedMinutes).Mean }
	return slices.SortedStableFunc(slices.Values(trapped), func(a, b string) int {
		return cmp.Or(-cmp.Compare(rate(a), rate(b)), cmp.Compare(took(a), took(b)),
			cmp.Compare(minutes(a), minutes(b)), cmp.Compare(a, b))
	})
}

// unharmed is who is not banned while the cache is down.
func (v view) unharmed() Figure {
	var safe []claim
	for _, s := range trapped {
		if v.verdict(s) == study.Pass {
			safe = append(safe, v.banned(s).as(fmt.Sprintf("%s (%s)", s, cell(v.bans(s)))))
		}
	}
	if len(safe) == 0 {
		return sentence("With the cache down for a minute nobody is shown not to be banned; recommended "+
			"is in %s.", v.banned("recommended"))
	}
	return sentence("With the cache down for a minute these are shown not to be banned: %s.",
		listed(safe))
}

// recoveredColumn is how many runs of a strategy recovered.
func (v view) recoveredColumn(title string) column {
	return column{title, func(strategy string) string {
		if v.escapes(strategy).N == 0 {
			return "nothing to tell"
		}
		return cell(v.escapes(strategy))
	}}
}

// timeColumn is how long that took.
func (v view) timeColumn(title string) column {
	return column{title, func(strategy string) string {
		took := v.middle(strategy, recoveryTime)
		if took.measures[0].N == 0 {
			return "–"
		}
		return took.String()
	}}
}
