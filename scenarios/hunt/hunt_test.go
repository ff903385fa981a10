package hunt

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/hunt/planted"
)

// The same seed and as many scenarios find the same, in whatever steps, and whoever is first.
func TestHuntHangsOnItsSeedAlone(t *testing.T) {
	t.Parallel()
	hunted := func(step int, each func(n int, do func(i int))) (finds []string, c Coverage) {
		h := Hunt{
			Subject: named(t, "lock"), Properties: []Property{Safety, SelfHarm}, Seed: 1, Each: each,
		}
		for h.Scenarios < 40 {
			for _, f := range h.Next(min(step, 40-h.Scenarios)) {
				finds = append(finds, f.Origin()+"\n"+f.Text)
			}
		}
		return finds, h.Coverage()
	}
	backwards := func(n int, do func(i int)) {
		for i := range n {
			do(n - 1 - i)
		}
	}
	finds, coverage := hunted(batch, nil)
	require.NotEmpty(t, finds)
	again, same := hunted(7, backwards)
	require.Equal(t, finds, again)
	require.Equal(t, coverage, same)
}

// What is drawn is within the bounds, mutants included.
func TestBoundsHold(t *testing.T) {
	t.Parallel()
	bounds, err := ParseBounds("b.yaml", []byte("nodes: 2\nusers: 3\nlength: 10m\nfaults_at_most: 1\n"+
		"faults: [crash, ban]\nreadings: [literal]\nwithout: [carrier.refresh, carrier.profile]\n"))
	require.NoError(t, err)
	h := Hunt{Subject: named(t, "naive"), Bounds: *bounds, Seed: 1}
	var from pool
	for number := 1; number <= 200; number++ {
		d, s, _ := h.draft(number, &from)
		fresh := marks{{loss: uint16(number)}: true}
		from.learn(d, &verdict{near: make([]float64, len(rules)), marks: fresh})
		require.LessOrEqual(t, s.Fleet.Nodes, 2, d.Text())
		require.LessOrEqual(t, s.Fleet.Users, 3, d.Text())
		require.LessOrEqual(t, s.Lasts().Minutes(), 10.0, d.Text())
		require.LessOrEqual(t, len(s.Faults), 1, d.Text())
		require.NotEqual(t, terms.GrantRefresh, s.Carrier.Grant, d.Text())
		require.NotContains(t, d.Text(), "profile:")
		for _, reading := range []string{"akamai", "paranoid"} {
			require.NotContains(t, d.Text(), "reading: "+reading)
		}
		for _, f := range s.Faults {
			require.Contains(t, []string{"crash", "ban"}, f.Key)
		}
	}
}

// Whether a ban is kept alive by probes shows long after it would have ended. A run that ends
// before that while nobody is served is given more time, as far as the bounds go.
func TestRunsThatEndTooSoonAreGivenTime(t *testing.T) {
	t.Parallel()
	stuck := slices.IndexFunc(planted.Faults(), func(f planted.Fault) bool {
		return f.Name == "stuck-breaker"
	})
	never, err := planted.Faults()[stuck].Strategy()
	require.NoError(t, err)
	for _, test := range []struct {
		name, reading string
		subject       Subject
		most          time.Duration
		length        string
		broken        bool
	}{
		{"of a ban that hits prolong", "paranoid", Subject{Strategy: never}, 0, "1h20m", true},
		{"of a plain ban", "literal", Subject{Strategy: never}, 0, "40m", true},
		{"the bounds end it", "paranoid", Subject{Strategy: never}, 30 * time.Minute, "20m", false},
		{"all are served again", "paranoid", named(t, "recommended"), 0, "20m", false},
	} {
		d := branch("", leaf("about", "A ban."), leaf("length", "10m"),
			branch("fleet", leaf("users", "2")),
			branch("carrier", leaf("reading", test.reading)),
			list("workload", branch("", branch("open", leaf("rate", "0.3/s")))),
			branch("network", branch("api", leaf("leg", "50ms")),
				branch("token", leaf("leg", "50ms"))),
			list("faults", branch("", branch("ban", leaf("at", "0s")))),
			list("strategies", leaf("", "recommended")))
		s, err := d.scenario()
		require.NoError(t, err, test.name)
		h := Hunt{Subject: test.subject, Bounds: Bounds{Length: strict.PositiveSpan(test.most)}}
		longer, v := h.decided(d, judge(s, &h.Subject, question{}), &question{})
		require.Equal(t, test.length, longer.value1("length"), test.name)
		require.Equal(t, test.broken, len(v.breaches) > 0, test.name)
	}
}

// Messages are told apart by their words, not by their figures; statuses are words.
func TestWithoutNumbers(t *testing.T) {
	for _, test := range []struct{ message, want string }{
		{"answered 200 during a ban from 1m0.5s to 11m", "answered 200 during a ban from n to n"},
		{"customer 12 has 2 live tokens", "customer n has n live tokens"},
		{"a ban by R1 that the hits do not bear out", "a ban by R1 that the hits do not bear out"},
	} {
		require.Equal(t, test.want, withoutNumbers(test.message))
	}
}

// The plainer texts of a length, the plainest first.
func TestRounderThan(t *testing.T) {
	require.Equal(t, []string{"0s", "5m", "4m30s", "4m31s"}, first(rounderThan("at", "4m31.2s"), 4))
	require.Equal(t, []string{"1s"}, first(rounderThan("for", "900ms"), 1))
	require.Empty(t, rounderThan("clicks", "7"))
	require.Empty(t, rounderThan("at", "0s"))
}

func first(list []string, n int) []string { return list[:min(n, len(list))] }

// An entry is a scenario that tells what broke, and expects what it did not do.
func TestEntry(t *testing.T) {
	t.Parallel()
	h := Hunt{Subject: named(t, "naive"), Properties: []Property{Safety}, Seed: 2}
	f := h.Next(8)[0]
	require.Equal(t, "a-ban-of-its-own-cold", f.Name())
	text := f.Entry(h.Subject.Strategy, []string{"because"}, "the command")
	require.True(t, strings.HasPrefix(text, "# safety: a ban of its own.\n# banned at "), text)
	require.Contains(t, text, "\n# because\n# Found by: the command\n")
	s, err := scenarios.Parse("entry.yaml", []byte(text))
	require.NoError(t, err)
	require.Equal(t, []string{"naive"}, s.Strategies)
	require.Len(t, s.Expect, 1)
	require.True(t, unmet(s, "naive"))
	require.False(t, unmet(s, "recommended"))
}
