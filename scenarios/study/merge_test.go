package study

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// shardsOf runs every shard for itself, and reads each back from its file.
func shardsOf(t require.TestingT, version string, p Plan, n int) []*Study {
	var shards []*Study
	for i := range n {
		s := Shard{i + 1, n}
		text := written(t, executed(t, NewHeader(version, p, s), shuffled(uint64(i), 1<<30)))
		shards = append(shards, reread(t, "shard "+s.String(), text))
	}
	return shards
}

// Any number of shards, finished and merged in any order, gives the bytes of one run.
func TestMergeIsOneRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := smallPlan(rapid.IntRange(1, 4).Draw(t, "seeds"))
		n := rapid.IntRange(1, 60).Draw(t, "shards")
		order := rapid.Uint64().Draw(t, "order")
		want := written(t, executed(t, NewHeader("1", p, Shard{}), inTurn))
		shards := shardsOf(t, "1", p, n)
		rand.New(rand.NewPCG(order, 0)).Shuffle(n, func(i, k int) {
			shards[i], shards[k] = shards[k], shards[i]
		})
		whole, err := Merge(shards)
		require.NoError(t, err)
		require.Equal(t, want, written(t, whole))
	})
}

func TestMergeMistakes(t *testing.T) {
	p := smallPlan(2)
	good := shardsOf(t, "1", p, 3)
	other := p
	other.Strategies = []string{"naive", "lock"}
	changed := smallPlan(2)
	changed.Inputs[0].SHA256 = "ff"
	later := p
	later.First = 5
	whole := executed(t, NewHeader("1", p, Shard{}), inTurn)
	whole.Name = "all"
	unfinished := executed(t, NewHeader("1", p, Shard{3, 3}), shuffled(1, 2))
	unfinished.Name = "part"
	for _, c := range []struct {
		name   string
		shards []*Study
		want   string
	}{
		{"none", nil, "no shards to merge"},
		{"one missing", []*Study{good[0], good[2]},
			"shard 1/3:1:1: found 2 of 3 shards; meant all; shard 2/3 is missing"},
		{"one twice", []*Study{good[0], good[1], good[1]}, "found shard 2/3 once more; meant each"},
		{"a whole study", []*Study{whole}, "all:1:1: found a whole study; meant a shard of one"},
		{"a whole study among shards", []*Study{good[0], whole},
			"all:1:1: found a whole study; meant one of 3 shards, as in shard 1/3"},
		{"other version", []*Study{good[0], shardsOf(t, "2", p, 3)[1], good[2]},
			`shard 2/3:1:1: found version "2"; meant version "1", as in shard 1/3`},
		{"other plan", []*Study{good[0], shardsOf(t, "1", other, 3)[1], good[2]},
			`found strategies ["naive","lock"]; meant strategies ["naive","lock","recommended"]`},
		{"other seeds", []*Study{good[0], shardsOf(t, "1", later, 3)[1]},
			"found first seed 5; meant first seed 1"},
		{"other files", []*Study{good[0], shardsOf(t, "1", changed, 3)[1]},
			`{"kind":"scenario","name":"storm.yaml","sha256":"ff"}]; meant inputs`},
		{"other split", []*Study{good[0], shardsOf(t, "1", p, 4)[1]},
			"found shard 2/4; meant one of 3 shards"},
		{"unfinished", []*Study{good[0], good[1], unfinished},
			"part:1:1: found a shard of which 4 cells are missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Merge(c.shards)
			require.ErrorContains(t, err, c.want)
			if len(c.shards) > 0 {
				var config *strict.Mistake
				require.ErrorAs(t, err, &config)
			}
		})
	}
}

func TestParseShard(t *testing.T) {
	s, err := ParseShard("2/4")
	require.NoError(t, err)
	require.Equal(t, Shard{2, 4}, s)
	for _, text := range []string{"", "2", "0/4", "5/4", "-1/4", "1/0", "0/0", "a/b", "1/2/3"} {
		_, err := ParseShard(text)
		require.ErrorContains(t, err, "meant i/n with i from 1 to n", text)
	}
}

func TestPlanMistakes(t *testing.T) {
	for want, spoil := range map[string]func(*Plan){
		"a study of no scenario":        func(p *Plan) { p.Scenarios = nil },
		"reading akamai is named twice": func(p *Plan) { p.Readings = []string{"akamai", "akamai"} },
		"a strategy without a name":     func(p *Plan) { p.Strategies[1] = "" },
		"0 seeds":                       func(p *Plan) { p.Seeds = 0 },
		"beyond the largest number":     func(p *Plan) { p.First = ^uint64(0) },
		"batches of 5 seeds; meant at least 30": func(p *Plan) {
			p.Precision = &Precision{"bans", .1, 5, 100}
		},
		`no figure "ban"; did you mean "bans"?`: func(p *Plan) {
			p.Precision = &Precision{"ban", .1, 30, 100}
		},
		"a half width of 0":        func(p *Plan) { p.Precision = &Precision{"bans", 0, 30, 100} },
		"2 seeds; meant at most 1": func(p *Plan) { p.Precision = &Precision{"bans", 1, 30, 1} },
	} {
		p := smallPlan(2)
		spoil(&p)
		require.ErrorContains(t, p.Check(), want)
		_, err := NewHeader("1", p, Shard{}).Execute(Each(handmade), inTurn)
		require.ErrorContains(t, err, want)
	}
}
