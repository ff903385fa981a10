package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// addTags declares the flag that chooses scenarios by their tags.
func addTags(c *cobra.Command, words *[]string) {
	c.Flags().StringSliceVar(words, "tags", nil,
		"those scenarios alone that have all of these tags: storm,!nightly, where ! is for those\n"+
			"without")
	err := c.RegisterFlagCompletionFunc("tags", func(
		*cobra.Command, []string, string,
	) ([]string, cobra.ShellCompDirective) {
		return scenarios.Tags(), cobra.ShellCompDirectiveNoFileComp // read when they are asked for
	})
	if err != nil {
		panic(err) // the flag was declared a line above
	}
}

// A tagged is the scenarios that --tags chooses.
type tagged struct {
	words []string

	chosen int
	known  []string // tags of scenarios that were looked at
}

// chooses reports whether the scenario is one of them.
func (t *tagged) chooses(s *scenarios.Scenario) (bool, error) {
	c, err := scenarios.ParseChoice(t.words)
	if err != nil {
		return false, fmt.Errorf("--tags: %w", err)
	}
	for _, tag := range s.Tags {
		t.known = append(t.known, string(tag))
	}
	if !c.Chooses(s) {
		return false, nil
	}
	t.chosen++
	return true, nil
}

// err is the mistake of a choice that chooses nothing.
func (t *tagged) err() error {
	if t.chosen > 0 {
		return nil
	}
	slices.Sort(t.known)
	typed := strings.Join(t.words, ",")
	known := slices.Compact(t.known)
	if len(known) == 0 {
		return fmt.Errorf("--tags %s: no scenario has it; meant tags of theirs, and they have none",
			typed)
	}
	return fmt.Errorf("--tags %s: no scenario is so; meant some of %s", typed, unit.Or(known))
}
