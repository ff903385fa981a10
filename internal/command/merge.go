package command

import (
	"errors"
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func init() { register(newMerge) }

func newMerge() *cobra.Command {
	var output studyOutput
	var verify string
	c := &cobra.Command{
		Use:   "merge FILE...",
		Short: "Put the shards of a study together, and print what one run would have printed",
		Long: "Put the shards of a study together, and print what one run would have printed. FILE is " +
			"the journal of a\nshard, or what --format ndjson printed of it; one whole study is printed " +
			"as it is. The shards must be\nof one study: of the same scenario, strategies, seeds, files " +
			"and version of the program. Where no commit\nis known, as under `go run`, the version is the " +
			"sum of the program's file: build from a commit to run\nshards on several machines.",
		Example: `  tokenstorm compare two-nodes --seeds 200 --shard 1/2 --journal a
  tokenstorm compare two-nodes --seeds 200 --shard 2/2 --journal b
  tokenstorm merge a b --format markdown`,
		Args: takes(1, math.MaxInt, "the files of all shards of a study"),
		RunE: func(c *cobra.Command, args []string) error {
			s, err := merged(args)
			if err != nil {
				return err
			}
			collectFor(s.Len())
			if err := output.check(c, &s.Plan); err != nil {
				return err
			}
			verified, err := verification(s, verify)
			if err != nil {
				return err
			}
			endReading(c.Context())
			if err := verified(c); err != nil {
				return err
			}
			return errors.Join(output.write(output.besideFiles(c), s), output.writeFiles(c, s),
				failedCells(s))
		},
	}
	c.Flags().StringVar(&verify, "verify", "", "compute this share of the runs again, such as 1%, by "+
		"the files that the study names, and compare")
	output.add(c)
	output.addFiles(c)
	return c
}

// merged is the study that the files hold together.
func merged(files []string) (*study.Study, error) {
	parts := make([]*study.Study, len(files))
	wrong := make([]error, len(files))
	for i, file := range files {
		parts[i], wrong[i] = study.ReadJournal(file)
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	if len(parts) == 1 && parts[0].Shard == (study.Shard{}) {
		if n := parts[0].Missing(); n > 0 {
			return nil, fmt.Errorf("%s: %d of %d runs are missing; resume the study to complete it",
				files[0], n, parts[0].Len())
		}
		return parts[0], nil
	}
	return study.Merge(parts)
}
