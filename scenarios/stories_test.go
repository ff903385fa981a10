package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// The stories are tiny scenarios, printed record by record. Run with -rewrite to print them anew;
// commit only what you can explain.
func TestStories(t *testing.T) {
	t.Parallel()
	datadriven.Walk(t, "testdata/stories", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			s, err := scenarios.Parse("story.yaml", []byte(d.Input+"\nabout: x\nstrategies: [naive]\n"))
			require.NoError(t, err)
			name, absolute := strings.CutSuffix(d.Cmd, "-absolute")
			c, err := spec.Lookup(name)
			require.NoError(t, err)
			if absolute {
				c, err = c.With(spec.Change{Part: "cache", Key: "expiry", Value: "absolute"})
				require.NoError(t, err)
			}
			var told story
			_, err = world.Run{Scenario: s, Strategy: c, Seed: 1}.Do(&told)
			require.NoError(t, err)
			return told.String()
		})
	})
}

// A story is a Fold that prints each record in a line.
type story struct{ strings.Builder }

func (s *story) Add(r *measure.Record) {
	who := fmt.Sprintf("action %d", r.Action)
	switch {
	case r.By == measure.ByOutsider:
		who = "outsider"
	case r.By == measure.ByNeighbour:
		who = "neighbour"
	case r.Action == 0:
		who = fmt.Sprintf("node %d", r.Node)
	}
	fmt.Fprintf(s, "%9.3f  ", r.At.Seconds())
	switch r.Kind {
	case measure.ActionStarted:
		fmt.Fprintf(s, "%s: customer %d clicks on node %d", who, r.Customer, r.Node)
		if r.Click > 1 {
			fmt.Fprintf(s, ", for the %d. time", r.Click)
		}
	case measure.ActionSucceeded, measure.ActionFailed:
		fmt.Fprintf(s, "%s: %s", who, strings.TrimPrefix(r.Kind.String(), "action_"))
		if r.Status != 0 {
			fmt.Fprintf(s, " with %d", r.Status)
		}
	case measure.TokenJudged:
		if r.Why == strategies.WhyUnstated {
			fmt.Fprintf(s, "%s: is given token %d without a request", who, r.Token)
			break
		}
		fmt.Fprintf(s, "%s: token request, %s, is answered %d%s", who, r.Why, r.Status, because(r))
		if r.Token != 0 {
			fmt.Fprintf(s, ", token %d", r.Token)
		}
	case measure.APIJudged:
		fmt.Fprintf(s, "%s: call with token %d is answered %d%s", who, r.Token, r.Status, because(r))
	case measure.TokenAnswered, measure.APIAnswered:
		fmt.Fprintf(s, "%s: ", who)
		if r.Status == 0 {
			s.WriteString("no answer")
		} else {
			fmt.Fprintf(s, "%d arrives", r.Status)
		}
	case measure.RequestLost:
		fmt.Fprintf(s, "%s: a request is lost", who)
	case measure.FaultBegan, measure.FaultEnded, measure.BanImposed:
		fmt.Fprintf(s, "fault %d: %s", r.Fault, r.Kind)
	}
	s.WriteByte('\n')
}

func because(r *measure.Record) string {
	text := ""
	if r.Reason != fakecarrier.ReasonNone {
		text = " (" + r.Reason.String() + ")"
	}
	if r.Ban != fakecarrier.BanNone {
		text += fmt.Sprintf(", ban %s by %s", r.Ban, measure.RuleName(r))
	}
	return text
}
