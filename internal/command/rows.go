package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Which rows tables have, and in which order.
type rows struct {
	order string // its name; empty: the usual one
	which string // all or folded
	all   bool
}

var whichRows = []string{"folded", "all"}

func (r *rows) add(c *cobra.Command) {
	c.Flags().StringVar(&r.order, "order", "", "strategies by outcome, by name, or as given (default "+
		"outcome; of a sweep given)")
	c.Flags().StringVar(&r.which, "rows", "", "folded: in tables one row stands for strategies that "+
		"lose and that the runs do not tell apart; or all (default folded)")
	complete(c, "order", study.Orders)
	complete(c, "rows", whichRows)
}

// check refuses what is no order, and no rows.
func (r *rows) check() error {
	if r.order != "" {
		if _, err := study.ParseOrder(r.order); err != nil {
			return fmt.Errorf("--order %s: %w", r.order, err)
		}
	}
	switch r.which {
	case "", "all", "folded":
		r.all = r.which == "all"
		return nil
	}
	return fmt.Errorf("found --rows %q; meant %s", r.which, unit.Meant(r.which, whichRows))
}

// orderOf is the order that was asked for, or the usual one of such a plan.
func (r *rows) orderOf(p *study.Plan) study.Order {
	if order, err := study.ParseOrder(r.order); err == nil {
		return order
	}
	if len(p.Scenarios) > 1 {
		return study.AsGiven
	}
	return study.ByOutcome
}

// words are what the line that repeats a study says of them.
func (r *rows) words() (words []string) {
	if r.order != "" {
		words = append(words, "--order", r.order)
	}
	if r.all {
		words = append(words, "--rows", "all")
	}
	return words
}
