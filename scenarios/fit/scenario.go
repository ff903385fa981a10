package fit

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/sim"
)

// Fleet is what a log does not tell for certain: who its clients are.
type Fleet struct {
	Nodes     int // 0: each client is a node
	Customers int
}

// mostNodes is how many clients are taken for nodes: assumed, more are users.
const mostNodes = 64

// nodes is how many nodes the scenario has, and why.
func (o *Observation) nodes(f Fleet) (n int, why string) {
	switch {
	case f.Nodes > 0:
		return f.Nodes, "As given."
	case o.Clients() > mostNodes:
		return 1, fmt.Sprintf("The log has %s, which are taken for users of one node: assumed.",
			unit.Counted(o.Clients(), "client"))
	}
	return o.Clients(), "Each client of the log is taken for a node."
}

// halfwayEven is below which burstiness gaps are even: assumed, half way from even gaps to those of
// independent clicks.
const halfwayEven = 0.5

// Scenario is the text of a scenario with this load. Its comments say where each number is from.
func (o *Observation) Scenario(of string, f Fleet) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("about: The load of %s, made of the log by tokenstorm fit.", quoted(of))
	line("length: %s", unit.FormatDuration(o.Length()))
	o.fleet(&b, f)
	line("workload:")
	line("  - open:")
	for i, s := range o.stages() {
		rate := fmt.Sprintf("%.6g/s", s.rate)
		if i == 0 {
			line("      rate: %s", rate)
			if o.Burstiness() < halfwayEven {
				line("      gaps: even")
			}
			line("      stages:")
		}
		line("        - {to: %s, over: 0s, for: %s}", rate,
			unit.FormatDuration(time.Duration(s.until-s.from)*time.Second))
	}
	line("        - {to: 0/s, over: 0s}")
	o.network(&b)
	line("strategies: [naive, recommended]")
	return b.String()
}

// fleet writes who calls, and how often in all.
func (o *Observation) fleet(b *strings.Builder, f Fleet) {
	nodes, why := o.nodes(f)
	fmt.Fprintf(b, "# %s\nfleet: {nodes: %d, customers: %d}\n", why, nodes, f.Customers)
	fmt.Fprintf(b, "# %s. Those answered 401, %d, are not among them: who was refused calls again.\n",
		unit.Counted(o.Calls, "API call"), o.Refused)
}

// network writes the ways to the carrier.
func (o *Observation) network(b *strings.Builder) {
	b.WriteString("# One way of two, which together take as long as the log's answers: mean and " +
		"variance.\nnetwork:\n")
	o.leg(b, "api", &o.api)
	o.leg(b, "token", &o.token)
}

// leg writes one way to a host.
func (o *Observation) leg(b *strings.Builder, host string, t *times) {
	median, sigma, ok := t.leg()
	leg := unit.FormatDuration(median)
	switch {
	case !ok:
		leg = "50ms} # assumed: the log has no durations of ten answers of it"
	case sigma < 0.005: // as good as constant
		leg += "}"
	default:
		leg = fmt.Sprintf("lognormal %s %.3g}", leg, sigma)
	}
	fmt.Fprintf(b, "  %s: {leg: %s\n", host, leg)
}

// quoted is a text within a plain YAML line.
func quoted(text string) string { return fmt.Sprintf("%q", text) }

// A Misfit is a figure of the log, and the same of the scenario in several draws.
type Misfit struct {
	Figure   string
	Log      float64
	Low      float64 // of the draws
	High     float64
	Duration bool // figures are milliseconds; else they are counts
}

// Outside reports whether no draw had the log's figure.
func (m *Misfit) Outside() bool { return m.Log < m.Low || m.Log > m.High }

// Draws is how often the scenario's load is drawn: a figure of the log that lies outside of all
// draws would do so by chance in less than one of ten cases, if the scenario were right.
const Draws = 20

// Misfits compares the observation with the scenario that was made of it.
func (o *Observation) Misfits(s *scenarios.Scenario, seed uint64) []Misfit {
	spans := []int{1, 5, 60}
	all := []Misfit{{Figure: "API calls", Log: float64(o.Calls)}}
	for _, span := range spans {
		all = append(all, Misfit{
			Figure: fmt.Sprintf("most in %s", unit.FormatDuration(time.Duration(span)*time.Second)),
			Log:    float64(fullest(o.seconds, span)),
		})
	}
	var percents []float64
	if _, _, ok := o.api.leg(); ok {
		percents = []float64{50, 95, 99}
	}
	for _, p := range percents {
		d, _ := o.api.recorded.Histogram().Percentile(p)
		all = append(all, Misfit{
			Figure: fmt.Sprintf("p%g of API calls", p), Log: milliseconds(d), Duration: true,
		})
	}
	for draw := range Draws {
		seconds, took := o.drawn(s, seed+uint64(draw))
		all[0].widen(draw, float64(sum(seconds)))
		for i, span := range spans {
			all[1+i].widen(draw, float64(fullest(seconds, span)))
		}
		for i, p := range percents {
			d, _ := took.Percentile(p)
			all[1+len(spans)+i].widen(draw, milliseconds(d))
		}
	}
	return all
}

// drawn are the clicks of each second in one draw of the scenario, and how long as many answers
// take.
func (o *Observation) drawn(s *scenarios.Scenario, seed uint64) ([]int, measure.Histogram) {
	stream := func(name string) *rand.Rand {
		return rand.New(rand.NewPCG(sim.StreamSeed(seed, name)))
	}
	seconds := make([]int, int(s.Lasts()/time.Second)+1)
	var took measure.Recorder
	legs := stream("fit")
	next := s.Clicks(0, stream)
	for c, ok := next(); ok; c, ok = next() {
		seconds[c.At/time.Second]++
		took.Add(roundTrip(&s.Network.API.Leg, legs))
	}
	return seconds, took.Histogram()
}

func roundTrip(leg *chance.Distribution, r *rand.Rand) time.Duration {
	return leg.Draw(r) + leg.Draw(r)
}

func (m *Misfit) widen(draw int, v float64) {
	if draw == 0 {
		m.Low, m.High = v, v
	}
	m.Low, m.High = min(m.Low, v), max(m.High, v)
}

func milliseconds(d time.Duration) float64 { return float64(d) / 1e6 }
