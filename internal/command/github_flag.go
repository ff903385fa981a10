package command

import (
	"bytes"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
)

// A github is the flag that asks for what GitHub Actions shows of a run of a workflow.
type github struct{ on bool }

const githubFlag = "github"

func (g *github) addFlag(c *cobra.Command) {
	c.Flags().BoolVar(&g.on, githubFlag, false, "print what is not as the scenario expects as "+
		"annotations for GitHub Actions, on standard error,\nand add a summary to the file that "+
		"$"+summaryVariable+" names")
}

// summaryVariable is that of the environment which names the file of a step's summary.
const summaryVariable = "GITHUB_STEP_SUMMARY"

// print prints the annotations of what was run, and adds to the step's summary.
func (g *github) print(c *cobra.Command, e *reports.Evidence, of *subject, command string) error {
	if !g.on {
		return nil
	}
	file := ""
	if of.isFile() {
		file = of.typed
	}
	return errors.Join(e.Annotations(c.ErrOrStderr(), file, command), g.summarize(c, e, command))
}

// summarize adds to the file of the summary: other steps write there, too.
func (g *github) summarize(c *cobra.Command, e *reports.Evidence, command string) error {
	name := os.Getenv(summaryVariable)
	if name == "" {
		remark(c, []string{"--github: no $" + summaryVariable + ", so that no summary is written"})
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	err = e.StepSummary(f, command, func(b *bytes.Buffer) {
		e.Table(b, reports.Format{Markdown: true})
	})
	return errors.Join(err, f.Close())
}
