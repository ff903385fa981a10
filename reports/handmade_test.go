package reports

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

var update = flag.Bool("update", false, "write the goldens anew")

const ms = time.Millisecond

// FedEx's two limits of token hits.
var burstLimit, averageLimit = new(scenarios.Scenario).TokenLimits()

// courseOf is of a run of this length behind one public IP.
func courseOf(length time.Duration) measure.Course {
	return measure.Course{
		Length: length, PublicIPs: 1,
		Carriers: []measure.CarrierCourse{{Burst: burstLimit, Average: averageLimit}},
	}
}

// handmadeChapter is one of three contestants: one met the storm, one half of it, one none of it.
func handmadeChapter() *Chapter {
	s := handmade.Scenario()
	c := &Chapter{Scenario: s, Reading: "akamai", Seed: 42}
	c.Contestants = []Contestant{
		contest(s, "naive", handmade.Storm),
		contest(s, "locked", handmade.Storm[:6]),
		contest(s, "idle", nil),
	}
	for i := range c.Contestants {
		k := &c.Contestants[i]
		k.Tally.Reading = "akamai"
		k.Verdicts = []*measure.Outcome{&k.Tally.Outcome,
			{Reading: "literal", Actions: measure.Actions{Succeeded: 2}}}
	}
	return c
}

// contest folds the records as a run would.
func contest(s *scenarios.Scenario, name string, records []measure.Record) Contestant {
	const length = 20 * time.Minute
	k := Contestant{
		Strategy: name, Tally: measure.NewTally(courseOf(length)),
		Timeline: NewTimeline(courseOf(length)),
	}
	first := lineage.NewFirst(s, name)
	for i := range records {
		for _, f := range []measure.Fold{k.Tally, k.Timeline, first} {
			f.Add(&records[i])
		}
	}
	k.Tally.Close()
	k.FirstBan = first.First()
	return k
}

// townChapter is one of two contestants with classes, groups and sessions: one met the morning of
// the town, the other its first click alone.
func townChapter() *Chapter {
	s := handmade.Town()
	c := &Chapter{Scenario: s, Reading: "akamai", Seed: 42}
	for name, records := range map[string][]measure.Record{
		"recommended": handmade.TownRecords, "lock": handmade.TownRecords[:6],
	} {
		course := s.Course(s.Lasts(), name)
		k := Contestant{
			Strategy: name, Tally: measure.NewTally(course), Timeline: NewTimeline(course),
			Losses: lineage.NewLosses(s, name, 5),
		}
		k.Tally.Strategy = name
		for i := range records {
			k.Tally.Add(&records[i])
			k.Timeline.Add(&records[i])
			k.Losses.Add(&records[i])
		}
		k.Tally.Close()
		c.Contestants = append(c.Contestants, k)
	}
	return c
}

// golden compares with the file of that name under testdata, byte for byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "write it with: go test ./reports -update")
	require.Equal(t, string(want), string(got))
}
