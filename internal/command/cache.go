package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/study/cells"
)

func init() { register(newCache) }

func newCache() *cobra.Command {
	var k cache
	var out form
	c := &cobra.Command{
		Use:   "cache",
		Short: "List the runs that are kept, so that studies do not carry them out twice",
		Long: "List the runs that are kept, so that studies do not carry them out twice: a line for " +
			"each strategy,\nscenario and reading, and for each program and setting that they depend on. " +
			"compare, sweep,\nfrontier and report keep what their runs come to, and look there first; " +
			"those that were not used for longest\ngo where there are more than " +
			unit.Bytes(cells.DefaultLimit) + " of them.",
		Example: `  tokenstorm cache
  tokenstorm cache prune --older 30d
  tokenstorm cache prune --scenario two-nodes`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return fmt.Errorf("found the unknown command %q of cache; meant \"prune\", or none", args[0])
		},
		RunE: func(c *cobra.Command, _ []string) error {
			store, err := k.existing()
			if err != nil {
				return err
			}
			entries, err := store.List()
			if err != nil {
				return err
			}
			return out.print(c.OutOrStdout(), "", func(b *bytes.Buffer, f reports.Format) {
				reports.Kept(b, store.String(), entries, f)
			}, formats{"json": func(w io.Writer) error { return reports.KeptJSON(w, store, entries) }})
		},
	}
	c.AddCommand(newPrune(&k))
	c.PersistentFlags().StringVar(&k.dir, "cache", "", "the folder (default $"+cacheVariable+
		", else tokenstorm in the user's cache folder)")
	out.addJSON(c, "print them as one JSON object")
	return c
}

// existing is the folder, which a command looks at.
func (k *cache) existing() (*cells.Store, error) {
	dir, err := k.folder()
	if err != nil {
		return nil, err
	}
	if dir == "" {
		return nil, fmt.Errorf("--cache or $%s says %s: nothing is kept", cacheVariable, noCache)
	}
	return cells.Open(dir, cells.DefaultLimit, time.Now)
}

// newPrune is the command that removes kept runs.
func newPrune(k *cache) *cobra.Command {
	var all bool
	var older, keep string
	var names []string
	c := &cobra.Command{
		Use:   "prune",
		Short: "Remove kept runs: all, those of a scenario, or those not used for longest",
		Example: `  tokenstorm cache prune --all
  tokenstorm cache prune --older 30d --scenario two-nodes
  tokenstorm cache prune --keep 500MB`,
		Args: takes(0, 0, "no arguments: what goes is said by flags"),
		RunE: func(c *cobra.Command, _ []string) error {
			if !all && older == "" && keep == "" && len(names) == 0 {
				return errors.New("nothing says what goes; meant --all, --older, --keep or --scenario")
			}
			least := time.Duration(0)
			var most int64
			var err error
			if older != "" {
				if least, err = unit.ParseDuration(older); err != nil {
					return fmt.Errorf("--older: %w", err)
				}
			}
			if keep != "" {
				if most, err = unit.ParseBytes(keep); err != nil {
					return fmt.Errorf("--keep: %w", err)
				}
			}
			store, err := k.existing()
			if err != nil {
				return err
			}
			var gone int64
			if all || older != "" || len(names) > 0 {
				entries, err := store.List()
				if err != nil {
					return err
				}
				gone, err = store.Remove(slices.DeleteFunc(entries, func(e cells.Entry) bool {
					return time.Since(e.Used) < least || len(names) > 0 && !slices.Contains(names, e.Scenario)
				}))
				if err != nil {
					return err
				}
			}
			if keep != "" {
				more, err := store.Trim(most)
				if gone += more; err != nil {
					return err
				}
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "removed %s from %s\n", unit.Bytes(gone), store)
			return err
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.BoolVar(&all, "all", false, "all of them")
	flags.StringVar(&older, "older", "", "those not used for so long, such as 30d")
	flags.StringVar(&keep, "keep", "", "those not used for longest, until the rest has this size, "+
		"such as 500MB")
	flags.StringSliceVar(&names, "scenario", nil, "those of these scenarios alone")
	return c
}
