package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/archive"
)

// verification checks whether this share of the runs, such as 1%, can be computed again, and
// returns what does it.
func verification(s *study.Study, text string) (func(*cobra.Command) error, error) {
	if text == "" {
		return func(*cobra.Command) error { return nil }, nil
	}
	var share unit.Percent
	if err := share.UnmarshalText([]byte(text)); err != nil {
		return nil, fmt.Errorf("--verify: %w", err)
	}
	q, err := inquiryOf(&archive.Archive{Study: s})
	if err != nil {
		return nil, err
	}
	return func(c *cobra.Command) error {
		return q.audit(c, func(run study.Runner, parallel func(n int, do func(i int))) study.Audit {
			return s.Audit(share.Share(), run, parallel)
		})
	}, nil
}
