package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios/rare"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// A rarity is the question how rare a ban is.
type rarity struct {
	subject
	form
	effort, replications, plain int
}

func init() { register(newRare) }

func newRare() *cobra.Command {
	var r rarity
	c := &cobra.Command{
		Use:   "rare SCENARIO --strategy S",
		Short: "Estimate the probability of a ban that is too rare to meet by chance",
		Long: "Estimate the probability of a ban that is too rare to meet by chance, by multilevel " +
			"splitting: of the\nruns that come nearer to a ban others branch off, over levels each of " +
			"which is not rare once the one\nbelow is reached. There are two measures of how near a run " +
			"is, and an estimate by each; its interval\nis that of whole replications. Where too few " +
			"runs reach a level, it says that it cannot be told.",
		Example: `  tokenstorm rare two-nodes --strategy recommended-unshared --reading paranoid
  tokenstorm rare mine.yaml --strategy ration --effort 2000 --replications 20
  tokenstorm rare mine.yaml --strategy ration --plain 100000`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.form.settle(); err != nil {
				return err
			}
			if err := r.readOne(c, args); err != nil {
				return err
			}
			switch {
			case r.replications < 3 || r.replications > 1000:
				return fmt.Errorf("--replications %d; meant 3 to 1000: their spread is the interval",
					r.replications)
			case r.plain < 0:
				return fmt.Errorf("--plain %d; meant how many plain runs, such as 10000", r.plain)
			}
			q := r.question(0)
			if err := q.Check(); err != nil {
				return err
			}
			endReading(c.Context())
			return r.carryOut(c, repeatLine(c, args))
		},
	}
	r.addFlags(c, "strategy", aboutStrategy)
	f := c.Flags()
	f.IntVar(&r.effort, "effort", 400, "runs at each level, at least 20")
	f.IntVar(&r.replications, "replications", 10,
		"independent estimates, whose spread is the interval")
	f.IntVar(&r.plain, "plain", 0, "as many plain runs beside, for comparison")
	r.form.addJSON(c, "print all of it as one JSON object")
	return c
}

func (r *rarity) question(h world.Height) rare.Question {
	return rare.Question{Run: r.run(0), Height: h, Effort: r.effort}
}

// carryOut estimates by each height, and prints what it found.
func (r *rarity) carryOut(c *cobra.Command, repeat string) error {
	out := reports.Rarity{
		Scenario: r.scenario.Name, Strategy: r.strategies[0].Name, Reading: r.reading, Seed: r.seed,
		Lasts: r.scenario.Lasts(), Effort: r.effort,
	}
	for h := range world.HeightNames {
		q := r.question(world.Height(h))
		e, err := r.estimate(c, &q)
		if err != nil {
			return err
		}
		out.Estimates = append(out.Estimates, e)
		if out.Story != nil || len(e.Replications) == 0 {
			continue
		}
		story := lineage.NewFirst(r.scenario, r.strategies[0].Name)
		if shown, err := q.Show(&e.Replications[0], story); err != nil {
			return err
		} else if shown {
			out.Story = story.First()
		}
	}
	if err := r.plainly(c, &out); err != nil {
		return err
	}
	return r.form.print(c.OutOrStdout(), repeat, out.Table, formats{"json": out.JSON})
}

// estimate finds levels, and replicates.
func (r *rarity) estimate(c *cobra.Command, q *rare.Question) (rare.Estimate, error) {
	levels, ok, err := q.Levels()
	if err != nil {
		return rare.Estimate{}, err
	}
	if !ok {
		return q.Nearest(levels), nil
	}
	cells := parallel(c.Context(), r.replications, &progress{what: "estimating"},
		func(i int) (rare.Replication, error) { return q.Replicate(levels, i) })
	if err := cellsError(cells); err != nil {
		return rare.Estimate{}, err
	}
	var all []rare.Replication
	for _, cell := range cells {
		all = append(all, cell.value)
	}
	return rare.Sum(levels, all), nil
}

// plainly counts bans in plain runs, a thousand of them at a time.
func (r *rarity) plainly(c *cobra.Command, out *reports.Rarity) error {
	const many = 1000
	cells := parallel(c.Context(), (r.plain+many-1)/many, &progress{what: "running"},
		func(i int) (study.Proportion, error) {
			q := r.question(0)
			n := min(many, r.plain-i*many)
			bans, err := q.Plain(i, n)
			return study.Proportion{Hits: bans, N: n}, err
		})
	for _, cell := range cells {
		out.Plain.Hits += cell.value.Hits
		out.Plain.N += cell.value.N
	}
	return cellsError(cells)
}
