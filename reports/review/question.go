package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A question says what it needs, and makes an Answer of it.
type question struct {
	id, title, text string
	needs           []need
	searches        []*search
	answer          func(p *Plan) Answer
	own             *Own // whose it is; nil: the design review's
}

// A need is a study that a question rests on: a scene under readings, with strategies.
type need struct {
	scene
	strategies, readings []string
}

// questions are those of the design review, in its order.
func questions() []question {
	return []question{
		cascade(), retries(), duration(), locks(), cacheFirst(), limits(), recovery(),
		recommendation(), sessions(), throttles(),
	}
}

// unsettled is the mark of a verdict that the runs leave open.
const unsettled = "not settled"

// What a strategy does by a verdict, or does not, or is not shown to do.
var (
	survives = [...]string{"survives", "does not survive", "is not shown to survive"}
	getsOut  = [...]string{"gets out", "does not get out", "is not shown to get out"}
	passes   = [...]string{"passes", "does not pass", "is not shown to pass"}
)

// judged is the beginning of an Answer: its verdict, the claim that it makes with what is done by
// it, and its mark.
func judged(v study.Verdict, claim string, does [3]string, pass, fail string) Answer {
	return Answer{
		Verdict: v.String(), Claim: fmt.Sprintf(claim, by(v, does[0], does[1], does[2])),
		Mark: by(v, pass, fail, unsettled),
	}
}

// restsOn reports whether all that the question needs are variations of these scenarios.
func (q *question) restsOn(bases []string) bool {
	other := func(s scene) bool { return !slices.Contains(bases, s.base) }
	return !slices.ContainsFunc(q.needs, func(n need) bool { return other(n.scene) }) &&
		!slices.ContainsFunc(q.searches, func(s *search) bool { return other(s.scene) })
}

// commands are the lines that repeat a question's studies: one for each grid of settings.
func (p *Plan) commands(q *question, line func(...string) string) []string {
	var grids []need
next:
	for _, n := range q.needs {
		for i := range grids {
			if grids[i].widen(n) {
				continue next
			}
		}
		grids = append(grids, n)
	}
	var lines []string
	for _, n := range grids {
		lines = append(lines, line(n.words(p.First, p.Seeds)...))
	}
	for _, s := range q.searches {
		lines = append(lines, s.command(line))
	}
	return lines
}

// words are the command line that repeats the study.
func (n *need) words(first uint64, seeds int) []string {
	line := []string{"compare", n.base}
	for _, set := range n.settings {
		line[0] = "sweep"
		line = append(line, "--vary", set.Path+"="+set.Value)
	}
	return append(line, "--strategies", strings.Join(n.own.typed(n.strategies), ","),
		"--readings", strings.Join(n.readings, ","),
		"--seed", strconv.FormatUint(first, 10), "--seeds", strconv.Itoa(seeds))
}

// widen makes n the grid that has more too, and reports whether there is one: whether they differ
// by the value of one field alone.
func (n *need) widen(more need) bool {
	if n.base != more.base || !slices.Equal(n.strategies, more.strategies) ||
		!slices.Equal(n.readings, more.readings) || len(n.settings) != len(more.settings) {
		return false
	}
	settings, differ := slices.Clone(n.settings), 0
	for i, set := range more.settings {
		if set.Path != settings[i].Path {
			return false
		}
		if set.Value != settings[i].Value {
			settings[i].Value += "," + set.Value
			differ++
		}
	}
	if differ == 1 {
		n.settings = settings
	}
	return differ == 1
}
