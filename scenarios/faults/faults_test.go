package faults

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

var update = flag.Bool("update", false, "write the goldens anew")

// sizes are those of the scenario of all tests.
var sizes = measure.Sizes{
	Length: time.Hour, Users: 4, Customers: 2, Nodes: 2, PublicIPs: 2,
	Carriers: []measure.CarrierSize{{TokenPath: "/oauth/token", CallPath: "/rate/quotes"}},
}

// A diary is a platform that only writes down what a fault does.
type diary struct {
	Agenda
	lines []string
}

func (d *diary) write(format string, args ...any) func() {
	line := fmt.Sprintf(format, args...)
	d.lines = append(d.lines, fmt.Sprintf("%v %s", d.Now(), line))
	return func() { d.write("end: %s", line) }
}

// run carries out what a fault has arranged, up to the end of the run, or a dozen things.
func (d *diary) run(k Kind) []string {
	k.Apply(d)
	goesOn := func(at time.Duration) bool {
		if at <= sizes.Length && len(d.lines) >= 12 {
			d.lines = append(d.lines, "...")
			return false
		}
		return at <= sizes.Length
	}
	for d.Next(goesOn) {
	}
	return d.lines
}

func (d *diary) Sizes() measure.Sizes    { return sizes }
func (d *diary) Rand(string) *rand.Rand  { return rand.New(rand.NewPCG(1, 1)) }
func (d *diary) Began()                  { d.write("began") }
func (d *diary) Ended()                  { d.write("ended") }
func (d *diary) StopNode(n int) func()   { return d.write("stop node %d", n) }
func (d *diary) StartNode(n int)         { d.write("start node %d", n) }
func (d *diary) CrashNode(n int)         { d.write("crash node %d", n) }
func (d *diary) Deploy(n int, s string)  { d.write("deploy %q to node %d", s, n) }
func (d *diary) PauseNode(n int) func()  { return d.write("pause node %d", n) }
func (d *diary) AddNodes(more int)       { d.write("add %d nodes", more) }
func (d *diary) PublicIP(n int) int      { return n % sizes.PublicIPs }
func (d *diary) LeaveThrough(n, ip int)  { d.write("node %d leaves through %d", n, ip) }
func (d *diary) NewPublicIP() int        { d.write("a new public IP"); return sizes.PublicIPs + 1 }
func (d *diary) Ban(ip int)              { d.write("ban %d", ip) }
func (d *diary) Lift(ip int)             { d.write("lift the ban of %d", ip) }
func (d *diary) KillTokens(customer int) { d.write("kill the tokens of customer %d", customer) }
func (d *diary) Issue(customer int)      { d.write("issue to somebody as customer %d", customer) }
func (d *diary) Request(s Stranger)      { d.write("request %+v", s) }

func (d *diary) TurnClock(n int, by time.Duration) { d.write("turn clock of node %d by %v", n, by) }

func (d *diary) CachesDown(which Caches) func() { return d.write("caches down: %s", of(which)) }

func (d *diary) CachesSlow(which Caches, by time.Duration) func() {
	return d.write("caches slow by %v: %s", by, of(which))
}

func (d *diary) SaveStore() func() {
	d.write("save the store")
	return func() { d.write("put it back") }
}

func (d *diary) Legs(t Traffic, adds chance.Distribution) func() {
	return d.write("legs longer by %v: %q", adds.Mean(), t.Only)
}

func (d *diary) Lose(t Traffic, requests, replies float64) func() {
	return d.write("lose %v and %v: %q", requests, replies, t.Only)
}

func (d *diary) Slow(only Only, adds chance.Distribution) func() {
	return d.write("slow by %v: %q", adds.Mean(), only)
}

func (d *diary) Answer(a Answer) func() {
	whose := ""
	if a.Customer != nil {
		whose = fmt.Sprintf(", customer %d alone", *a.Customer)
	}
	return d.write("answer %d to a share of %v: %q%s", a.Status, a.Share, a.Only, whose)
}

func of(c Caches) string {
	whose := "all"
	if c.Node != nil {
		whose = fmt.Sprintf("node %d", *c.Node)
	}
	if c.Store {
		whose += " and the store"
	}
	return whose
}

// TestKinds compares what each kind does, or what is wrong with it, with testdata/<key>.txt: the
// settings, and below a line of dashes what happens.
func TestKinds(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		key := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(key, func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var got strings.Builder
			for i, c := range strings.Split(strings.TrimSpace(string(text)), "\n\n") {
				said, _, _ := strings.Cut(c, "\n")
				if i > 0 {
					got.WriteString("\n")
				}
				fmt.Fprintf(&got, "%s\n----\n%s\n", said, strings.Join(happens(t, key, said), "\n"))
			}
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got.String()), 0o644))
			}
			require.Equal(t, string(text), got.String(), "`make golden` writes %s anew", file)
		})
	}
}

// foretold holds that the requests which a fault sends are those that Visits foretells: a fault
// that sends any is a Visitor.
func foretold(t *testing.T, f Fault, lines []string) {
	t.Helper()
	sent := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return !strings.Contains(line, " request ")
	})
	visits := Visits([]Fault{f}, sizes, len(sent))
	require.Len(t, visits, len(sent))
	for i, v := range visits {
		require.Equal(t, sent[i], fmt.Sprintf("%v request %+v", v.At, v.Stranger))
	}
	if !slices.Contains(lines, "...") {
		require.Len(t, Visits([]Fault{f}, sizes, len(sent)+1), len(sent))
	}
}

// happens lists what a fault does, or what is wrong with it.
func happens(t *testing.T, key, said string) []string {
	t.Helper()
	var file struct {
		Fault Fault `yaml:"fault"`
	}
	d, err := strict.Parse("x.yaml", []byte("fault: {"+key+": "+said+"}\n"))
	require.NoError(t, err)
	if d.Decode(&file); d.Err() == nil {
		file.Fault.Check(d.Place().Key("fault").Key(key), sizes)
	}
	if err := d.Err(); err != nil {
		return strings.Split(err.Error(), "\n")
	}
	require.Equal(t, key, file.Fault.Key)
	require.NotEmpty(t, About(key))
	require.NotEmpty(t, file.Fault.Label())
	lines := (&diary{}).run(file.Fault)
	foretold(t, file.Fault, lines)
	if len(lines) == 0 {
		lines = []string{"nothing"}
	}
	if file.Fault.Momentary() {
		lines = append(lines, "(momentary)")
	}
	if n := file.Fault.Events(sizes); n > 0 {
		lines = append(lines, fmt.Sprintf("(about %v events)", n))
	}
	return lines
}

func TestBlames(t *testing.T) {
	const minute = strict.Instant(time.Minute)
	one := 1
	restart := &Restart{Start: Start{At: minute}, Down: 1e9, Every: strict.Span(time.Minute)}
	cold := Hit{Sizes: sizes, At: 90 * time.Second, Why: strategies.WhyCold}
	with := func(change func(h *Hit)) Hit {
		h := cold
		change(&h)
		return h
	}
	expired := func(at time.Duration) Hit {
		return Hit{At: at, Why: strategies.WhyRejected, Reason: fakecarrier.ReasonExpired}
	}
	for _, test := range []struct {
		name string
		kind Kind
		hit  Hit
		want bool
	}{
		{"a cold cache after a restart", restart, cold, true},
		{"before it", restart, with(func(h *Hit) { h.At = 61*time.Second - 1 }), false},
		{"as soon as the node is up", restart, with(func(h *Hit) { h.At = 61 * time.Second }), true},
		{"that is expired after a restart", restart,
			with(func(h *Hit) { h.Why = strategies.WhyExpired }), false},
		{"of a node whose turn has not come", restart, with(func(h *Hit) { h.Node = 1 }), false},
		{"of a node that restarts alone", &Restart{Start: Start{At: minute}, Down: 1e9, Node: &one},
			with(func(h *Hit) { h.Node = 1 }), true},
		{"though a token had come", restart, with(func(h *Hit) { h.Had = true }), false},
		{"a cold cache of a new node", &ScaleOut{Start: Start{At: minute}},
			with(func(h *Hit) { h.Node = 2 }), true},
		{"as soon as it is there", &ScaleOut{Start: Start{At: minute}},
			with(func(h *Hit) { h.Node, h.At = 2, time.Minute }), true},
		{"before it is there", &ScaleOut{Start: Start{At: minute}},
			with(func(h *Hit) { h.Node, h.At = 2, time.Minute-1 }), false},
		{"of an old one", &ScaleOut{Start: Start{At: minute}}, cold, false},
		{"what was put into a cache that is down", &CacheDown{Spell: Spell{Start: Start{At: minute}}},
			with(func(h *Hit) { h.Had = true }), true},
		{"a cache that cannot tell", &CacheDown{Spell: Spell{Start: Start{At: minute}}},
			with(func(h *Hit) { h.Why = strategies.WhyCacheDown }), true},
		{"a cache that cannot tell, at once", &CacheDown{Spell: Spell{Start: Start{At: minute}}},
			with(func(h *Hit) { h.At, h.Why = time.Minute, strategies.WhyCacheDown }), true},
		{"a cache that cannot tell, before", &CacheDown{Spell: Spell{Start: Start{At: minute}}},
			with(func(h *Hit) { h.At, h.Why = time.Minute-1, strategies.WhyCacheDown }), false},
		{"a cache that was never warm", &CacheDown{Spell: Spell{Start: Start{At: minute}}}, cold, false},
		{"that of another node", &CacheDown{Spell: Spell{Start: Start{At: minute}}, Node: &one},
			with(func(h *Hit) { h.Why = strategies.WhyCacheDown }), false},
		{"a token held for too long", &ClockSkew{Start: Start{At: minute}},
			expired(time.Hour), true},
		{"a token held for too long, at once", &ClockSkew{Start: Start{At: minute}},
			expired(time.Minute), true},
		{"a token held for too long, before", &ClockSkew{Start: Start{At: minute}},
			expired(time.Minute - 1), false},
		{"that of another clock", &ClockSkew{Start: Start{At: minute}, Node: 1},
			expired(time.Hour), false},
		{"a token killed", &ClockSkew{Start: Start{At: minute}}, with(func(h *Hit) {
			h.Why, h.Reason = strategies.WhyRejected, fakecarrier.ReasonKilled
		}), false},
		{"a carrier that is down", &CarrierDown{}, cold, false},
		{"a live token that it refused", &CarrierDown{Spell: Spell{Start: Start{At: minute}}},
			Hit{At: time.Minute, Why: strategies.WhyRejected, Reason: fakecarrier.ReasonFault}, true},
		{"before it did", &CarrierDown{Spell: Spell{Start: Start{At: minute}}},
			Hit{At: time.Minute - 1, Why: strategies.WhyRejected, Reason: fakecarrier.ReasonFault}, false},
		{"anything of a carrier that is slow", &CarrierSlow{}, cold, false},
		{"anything of a ban", &Ban{}, cold, false},
	} {
		t.Run(test.name, func(t *testing.T) { require.Equal(t, test.want, test.kind.Blames(&test.hit)) })
	}
}

// Somebody else is told apart by where the hit comes from, and by whose credentials it has: those
// of customers are 0 and 1.
func TestBlamesStrangers(t *testing.T) {
	for _, test := range []struct {
		name     string
		kind     Kind
		by       uint8
		customer int
		want     bool
	}{
		{"somebody elsewhere", &ExternalRenewal{}, measure.ByOutsider, 0, true},
		{"somebody at another address", &ExternalRenewal{From: ForeignIP}, measure.ByOutsider, 0, true},
		{"a neighbour", &ExternalRenewal{}, measure.ByNeighbour, 2, false},
		{"behind our address, ours", &ExternalRenewal{From: OwnIP}, measure.ByNeighbour, 1, true},
		{"behind our address, not ours", &ExternalRenewal{From: OwnIP}, measure.ByNeighbour, 2, false},
		{"a neighbour's own", &Neighbour{}, measure.ByNeighbour, 2, true},
		{"a neighbour with our credentials", &Neighbour{}, measure.ByNeighbour, 1, false},
		{"the fleet", &Neighbour{}, measure.ByFleet, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			hit := &Hit{Sizes: sizes, Why: strategies.WhyCold, By: test.by, Customer: test.customer}
			require.Equal(t, test.want, test.kind.Blames(hit))
		})
	}
}

func TestBlamesALostWrite(t *testing.T) {
	loses := &StoreLoses{Start: Start{At: strict.Instant(time.Minute)}}
	for _, test := range []struct {
		name string
		hit  Hit
		want bool
	}{
		{"at once", Hit{At: time.Minute, Why: strategies.WhyCold, Had: true}, true},
		{"before", Hit{At: time.Minute - 1, Why: strategies.WhyCold, Had: true}, false},
		{"a token that never was", Hit{At: time.Minute, Why: strategies.WhyCold}, false},
		{"one that expired", Hit{At: time.Minute, Why: strategies.WhyExpired, Had: true}, false},
	} {
		t.Run(test.name, func(t *testing.T) { require.Equal(t, test.want, loses.Blames(&test.hit)) })
	}
}

func TestWhatFaultsLeaveAndImpose(t *testing.T) {
	what, by := (&ClockSkew{Node: 1, By: -5}).Leaves()
	require.Equal(t, "clock of node 1", what)
	require.Equal(t, int64(-5), by)
	bans, first := (&Ban{Start: Start{At: 7}}).Imposes(sizes)
	require.Equal(t, 2, bans)
	require.Equal(t, time.Duration(7), first)
}

// A fault that begins after the run would never happen; one that begins at its end is the last.
func TestEveryKindBeginsWithinTheRun(t *testing.T) {
	const late = "found 1h0m0.000000001s, when the run is over; meant at most 1h"
	for _, key := range Names() {
		require.Contains(t, reported(t, key, "{at: 3600000000001ns}"), late,
			"the Check of %s must call that of Start, which it embeds", key)
		require.NotContains(t, reported(t, key, "{at: 1h}"), "when the run is over", key)
	}
}

// reported is what is wrong with a fault of which nothing else is given.
func reported(t *testing.T, key, given string) string {
	var file struct {
		Fault Fault `yaml:"fault"`
	}
	d, err := strict.Parse("x.yaml", []byte("fault: {"+key+": "+given+"}\n"))
	require.NoError(t, err)
	d.Decode(&file)
	file.Fault.Check(d.Place().Key("fault").Key(key), sizes)
	return fmt.Sprint(d.Err())
}

func TestKindsAreRegisteredOnce(t *testing.T) {
	require.Panics(t, func() { Register("ban", "Again.", func() Kind { return &Ban{} }) })
}
