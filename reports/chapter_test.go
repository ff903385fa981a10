package reports

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// contender is a contestant of whom only the outcome is known.
func contender(name string, bans int, banned time.Duration, succeeded, failed int) Contestant {
	k := Contestant{Strategy: name, Tally: measure.NewTally(courseOf(time.Hour))}
	k.Tally.Bans.Count, k.Tally.Bans.Banned = bans, banned
	k.Tally.Actions.Succeeded, k.Tally.Actions.Failed = succeeded, failed
	return k
}

func TestRankedByOutcome(t *testing.T) {
	c := Chapter{Contestants: []Contestant{
		contender("for ever", 1, time.Hour, 9, 0),
		contender("often", 3, 30*time.Minute, 9, 0),
		contender("seldom", 2, 30*time.Minute, 1, 8),
		contender("b", 0, 0, 9, 1),
		contender("a", 0, 0, 90, 10),
		contender("sheds", 0, 0, 1, 2),
		contender("perfect", 0, 0, 1, 0),
	}}
	var names []string
	for _, k := range c.Ranked() {
		names = append(names, k.Strategy)
	}
	require.Equal(t, []string{"perfect", "a", "b", "sheds", "seldom", "often", "for ever"}, names)
	require.Equal(t, "for ever", c.Contestants[0].Strategy, "the chapter itself stays as it is")
}

func TestTellingContestant(t *testing.T) {
	early := &lineage.Ban{At: unit.Milliseconds(time.Second)}
	late := &lineage.Ban{At: unit.Milliseconds(time.Hour)}
	c := Chapter{Contestants: []Contestant{
		{Strategy: "unwatched"},
		{Strategy: "safe"},
		{Strategy: "late", FirstBan: late},
		{Strategy: "early", FirstBan: early},
	}}
	require.Equal(t, "early", c.Telling().Strategy)
	c.Contestants = append(c.Contestants, Contestant{Strategy: "naive", FirstBan: late})
	require.Equal(t, "naive", c.Telling().Strategy)
	c.Contestants = c.Contestants[:2]
	require.Nil(t, c.Telling())
}

// A ban that the scenario imposes is nobody's doing, unless it is kept up to the end; what fell
// before it, or after it, is.
func TestOwnBans(t *testing.T) {
	plain, err := scenarios.Parse("plain.yaml", []byte(scenarioWith("")))
	require.NoError(t, err)
	imposing, err := scenarios.Parse("imposing.yaml",
		[]byte(scenarioWith("faults: [{ban: {at: 10m}}]\n")))
	require.NoError(t, err)
	for _, test := range []struct {
		in    *scenarios.Scenario
		bans  int
		first time.Duration
		own   int
	}{
		{plain, 0, 0, 0},
		{plain, 2, time.Second, 2},
		{imposing, 1, 10 * time.Minute, 0},
		{imposing, 2, 10 * time.Minute, 1},
		{imposing, 1, time.Second, 1}, // still in force when the other was imposed
		{imposing, 3, time.Second, 2},
		{imposing, 1, 10*time.Minute - 1, 1},
	} {
		c := Chapter{Scenario: test.in}
		o := &measure.Outcome{Bans: measure.Bans{Count: test.bans, First: &test.first}}
		if test.bans == 0 {
			o.Bans.First = nil
		}
		require.Equal(t, test.own, c.Own(o), "%+v", test)
	}
	c := Chapter{Scenario: imposing} // of twenty minutes
	first := 10 * time.Minute
	for _, test := range []struct {
		banned     time.Duration
		extensions int
		own        int
	}{
		{10 * time.Minute, 9, 1}, {10 * time.Minute, 0, 0}, {8 * time.Minute, 1, 0},
		{10*time.Minute - time.Second, 1, 1}, {10*time.Minute - time.Second - 1, 1, 0},
	} {
		o := &measure.Outcome{Bans: measure.Bans{Count: 1, First: &first, Banned: test.banned,
			Extensions: test.extensions}}
		require.Equal(t, test.own == 1, c.KeptUp(o), "%+v", test)
		require.Equal(t, test.own, c.Own(o), "%+v", test)
	}
}

func scenarioWith(more string) string {
	return "about: A test.\nlength: 20m\nfleet: {nodes: 1, users: 1}\n" +
		"workload: [{closed: {think: 1s}}]\nnetwork: {api: {leg: 50ms}, token: {leg: 50ms}}\n" +
		"strategies: [naive]\n" + more
}

// Who loses a session has not survived, though nobody is banned.
func TestSurvives(t *testing.T) {
	c := Chapter{Scenario: &scenarios.Scenario{}}
	for _, row := range []struct {
		bans     int
		sessions *measure.Sessions
		want     bool
	}{
		{0, nil, true}, {1, nil, false}, {0, &measure.Sessions{}, true},
		{0, &measure.Sessions{Lost: 1}, false}, {2, &measure.Sessions{Lost: 1}, false},
	} {
		o := &measure.Outcome{Bans: measure.Bans{Count: row.bans}, Sessions: row.sessions}
		require.Equal(t, row.want, c.Survives(o), row)
	}
}
