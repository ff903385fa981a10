package prove

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// File is the counterexample as the text of a scenario: the legs of the scope, what becomes of
// single requests as exceptions, crashes as faults, and as an expectation the property. It is empty
// where the run of that file does not break the property: then it hangs on which of two events of
// one instant comes first, which no file can say.
func (c *Counterexample) File() (text string, err error) {
	ways, crashes, err := c.unusual()
	if err != nil {
		return "", err
	}
	text = c.text(ways, crashes)
	s, err := scenarios.Parse(c.Name()+".yaml", []byte(text))
	if err != nil {
		return "", err
	}
	run := world.Run{
		Scenario: s, Strategy: c.Strategy, Seed: c.Seed, Reading: c.Properties()[c.Property].Reading,
	}
	tally, err := run.Do()
	if err != nil {
		return "", err
	}
	if !c.Properties()[c.Property].brokenBy(&tally.Outcome) {
		return "", nil
	}
	return text, nil
}

// Name is what the file is called: the strategy is the folder's name.
func (c *Counterexample) Name() string {
	return strings.NewReplacer(" ", "-", "+", "-", "=", "-").Replace(c.broken())
}

// broken is the property in words, without the name of what a user wrote.
func (c *Counterexample) broken() string { return c.Properties()[c.Property].String() }

// topKey is a key at the top of a file.
var topKey = regexp.MustCompile(`^[a-z_]+$`)

type keyed struct{ key, value string }

// CheckFile refuses a scenario whose file cannot be written again with other keys, line by line.
func (s Scope) CheckFile() error {
	c := Counterexample{Scope: s}
	if _, err := scenarios.Parse(s.Scenario.File, []byte(c.text(unusualWays{}, nil))); err != nil {
		return fmt.Errorf("%s: found keys that --graveyard cannot replace; meant about, network, "+
			"strategies and expect each at the beginning of a line, with no anchors in them",
			s.Scenario.File)
	}
	return nil
}

// unusualWays are by endpoint what becomes of single requests.
type unusualWays [2][]scenarios.Exception

// text is the scenario's file with the keys that are the counterexample's.
func (c *Counterexample) text(ways unusualWays, crashes []string) string {
	own := []keyed{
		{"network", fmt.Sprintf("{api: %s, token: %s}", c.way(ways[fakecarrier.APIEndpoint]),
			c.way(ways[fakecarrier.TokenEndpoint]))},
		{"faults", "[" + strings.Join(crashes, ", ") + "]"},
		{"strategies", "[naive]"},
		{"expect", "[]"},
	}
	if _, err := spec.Lookup(c.Strategy.Name); err == nil { // a file names no other
		own[2].value = "[" + c.Strategy.Name + "]"
		own[3].value = fmt.Sprintf("[{of: [%s], %s}]", c.Strategy.Name,
			c.Properties()[c.Property].expectation())
	}
	var b strings.Builder
	fmt.Fprintf(&b, "about: %q\n", fmt.Sprintf("%s, %s: the smallest schedule that breaks: %s.",
		c.Strategy.Name, c.Scenario.Name, c.broken()))
	dropped := false
	for line := range strings.Lines(c.Scenario.Text()) {
		if key, _, found := strings.Cut(line, ":"); found && topKey.MatchString(key) {
			dropped = key == "about" || slices.ContainsFunc(own, func(o keyed) bool { return o.key == key })
		}
		if !dropped {
			b.WriteString(line)
		}
	}
	for _, o := range own {
		if o.value != "[]" {
			fmt.Fprintf(&b, "%s: %s\n", o.key, o.value)
		}
	}
	return b.String()
}

// way is the network's way to an endpoint.
func (c *Counterexample) way(of []scenarios.Exception) string {
	leg := "leg: " + unit.FormatDuration(c.Delays[0])
	if len(of) == 0 {
		return "{" + leg + "}"
	}
	all := make([]string, len(of))
	for i, e := range of {
		all[i] = fmt.Sprintf("{node: %d, request: %d", e.Node, e.Request)
		if e.There > 0 {
			all[i] += ", there: " + unit.FormatDuration(time.Duration(e.There))
		}
		if e.Back > 0 {
			all[i] += ", back: " + unit.FormatDuration(time.Duration(e.Back))
		}
		if e.LoseThere {
			all[i] += ", lose_request: true"
		}
		if e.LoseBack {
			all[i] += ", lose_reply: true"
		}
		all[i] += "}"
	}
	return "{" + leg + ", except: [" + strings.Join(all, ", ") + "]}"
}

// unusual is what is out of the ordinary: by endpoint what becomes of single requests, and crashes
// as a file has them.
func (c *Counterexample) unusual() (
	ways unusualWays, crashes []string, err error,
) {
	g := c.along(c.Ways)
	g.crashed = func(node int, at time.Duration) {
		crashes = append(crashes, fmt.Sprintf("{crash: {node: %d, at: %s, down: %s}}", node,
			unit.FormatDuration(at), unit.FormatDuration(world.DownFor)))
	}
	g.excepted = func(on fakecarrier.Endpoint, e scenarios.Exception) {
		for i := range ways[on] {
			if of := &ways[on][i]; of.Node == e.Node && of.Request == e.Request { // its reply, too
				of.Back, of.LoseBack = e.Back, e.LoseBack
				return
			}
		}
		ways[on] = append(ways[on], e)
	}
	_, err = g.carryOut()
	return ways, crashes, err
}

// expectation is what a file expects of a strategy that keeps the property.
func (p Property) expectation() string {
	switch p.Kind {
	case Ban:
		return "reading: " + p.Reading + `, bans: ["count==0"]`
	case SelfHarm:
		return `api: ["rejected(killed)==0"]`
	case Served:
		return `actions: ["rate==1", "open==0"]`
	default:
		return `sessions: ["lost==0"]`
	}
}

// brokenBy reports whether a run breaks the property.
func (p Property) brokenBy(o *measure.Outcome) bool {
	switch p.Kind {
	case Ban:
		return o.Bans.Count > 0
	case SelfHarm:
		return o.API.Rejected.Killed > 0
	case Served:
		return o.Actions.Failed+o.Actions.Open > 0
	default:
		return o.Sessions != nil && o.Sessions.Lost > 0
	}
}
