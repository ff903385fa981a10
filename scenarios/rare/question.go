package rare

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/sim"
)

// A Question is how probable a ban is in a run.
type Question struct {
	Run    world.Run // its seed is where the random numbers of all runs begin
	Height world.Height
	Effort int // runs at each level
}

// banned is the last level, which only a ban reaches.
const banned = math.MaxInt

// An entrance is a run that has reached a level.
type entrance struct {
	seed     uint64
	branches []world.Branch
	climb    world.Climb
}

// The parts of an estimate, each with random numbers of its own.
const (
	pilot = iota
	plain
	replications
)

// from returns the numbers that the runs of one part draw their seeds and keys from.
func (q *Question) from(part, number int) *rand.Rand {
	return rand.New(rand.NewPCG(sim.StreamSeed(q.Run.Seed, fmt.Sprintf("rare/%d/%d", part, number))))
}

// climb carries one run out, from its beginning or from an entrance on.
func (q *Question) climb(r *rand.Rand, from *entrance, target int) (*entrance, error) {
	e := &entrance{seed: r.Uint64()}
	if from != nil {
		e.seed = from.seed
		next := world.Branch{Hits: from.climb.Hits, Key: r.Uint64()}
		e.branches = slices.Concat(from.branches, []world.Branch{next})
	}
	run := q.Run
	run.Seed = e.seed
	var err error
	e.climb, err = run.Climb(q.Height, e.branches, target)
	return e, err
}

// A stage is what the runs at one level came to.
type stage struct {
	reached []*entrance
	highest []int // of each run that was carried out
}

// stage carries Effort runs out towards a target: from the beginning, or from entrances, each as
// often as another. Who is banned already is there.
func (q *Question) stage(r *rand.Rand, from []*entrance, target int) (s stage, err error) {
	for i := range q.Effort {
		var at *entrance
		if len(from) > 0 {
			at = from[i%len(from)]
		}
		if at != nil && at.climb.Banned {
			s.reached = append(s.reached, at)
			continue
		}
		e, err := q.climb(r, at, target)
		if err != nil {
			return stage{}, err
		}
		s.highest = append(s.highest, e.climb.Highest)
		if e.climb.Reached {
			s.reached = append(s.reached, e)
		}
	}
	r.Shuffle(len(s.reached), func(i, j int) {
		s.reached[i], s.reached[j] = s.reached[j], s.reached[i]
	})
	return s, nil
}

// Check says what cannot be estimated.
func (q *Question) Check() error {
	_, rules, err := q.Run.Scenario.CarrierUnder(q.reading())
	switch {
	case err != nil:
		return err
	case len(rules.Enforced()) == 0:
		return fmt.Errorf("the carrier bans nobody under %q", q.reading())
	case q.Effort < 20:
		return fmt.Errorf("found %d runs at each level; meant 20 at least", q.Effort)
	case len(q.Run.Scenario.Several) > 0:
		return errors.New("found several carriers; meant one")
	}
	return nil
}

func (q *Question) reading() string {
	if q.Run.Reading != "" {
		return q.Run.Reading
	}
	return q.Run.Scenario.Carrier.Reading
}
