package command

import (
	"fmt"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/archive"
	"github.com/tokenstorm/tokenstorm/scenarios/study/cluster"
)

func init() { register(newWork) }

func newWork() *cobra.Command {
	var access cluster.Access
	var jobs int
	c := &cobra.Command{
		Use:   "work nats://HOST:PORT",
		Short: "Carry out runs of the studies that others ask for at a NATS server",
		Long: "Carry out runs of the studies that others ask for at a NATS server, by --on of compare " +
			"and sweep, until\na signal comes; then end after the runs under way. It needs no files: " +
			"scenarios and strategies come with\nthe study. A study of another version of the program is " +
			"refused.",
		Example: `  tokenstorm work nats://build7:4222
  tokenstorm work nats://build7:4222 --jobs 4 --creds worker.creds`,
		Args: takes(1, 1, "the address of a NATS server, such as nats://build7:4222"),
		RunE: func(c *cobra.Command, args []string) error {
			if jobs < 1 {
				return fmt.Errorf("--jobs %d; meant at least 1", jobs)
			}
			access.URL = args[0]
			name := workerName()
			to, err := cluster.Connect(c.Context(), &access, "tokenstorm work, "+name, saying(c))
			if err != nil {
				return err
			}
			defer to.Close()
			endReading(c.Context())
			remark(c, []string{fmt.Sprintf("%s takes runs at %s, version %s", name, &access,
				studyVersion())})
			if err := workerAt(c, to, name).Work(c.Context(), jobs); err != nil {
				return misconfigured(err)
			}
			return nil
		},
	}
	c.Flags().SortFlags = false
	c.Flags().IntVar(&jobs, "jobs", runtime.GOMAXPROCS(0), "how many runs at a time")
	c.Flags().Lookup("jobs").DefValue = "" // it differs from machine to machine
	addAccess(c, &access)
	return c
}

// workerName names this process to people.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown host"
	}
	return fmt.Sprintf("process %d on %s", os.Getpid(), host)
}

// saying remarks what it is told.
func saying(c *cobra.Command) func(string) {
	return func(what string) { remark(c, []string{what}) }
}

// workerAt is the worker of this process at a server.
func workerAt(c *cobra.Command, to *cluster.Connection, name string) *cluster.Worker {
	return &cluster.Worker{
		Connection: to, Name: name, Program: studyVersion(),
		Prepare: func(d *cluster.Description) (study.Runner, error) {
			of := study.New(d.Header)
			of.Name = "the study"
			q, err := inquiryOf(&archive.Archive{Study: of, Inputs: d.Inputs})
			if err != nil {
				return nil, err
			}
			return q.runCells, nil
		},
		Say: saying(c),
	}
}

// addAccess declares the files that a server asks for, as the tools of NATS call them.
func addAccess(c *cobra.Command, access *cluster.Access) {
	c.Flags().StringVar(&access.Creds, "creds", "", "the `file` with the credentials of a NATS user")
	c.Flags().StringVar(&access.CA, "tlsca", "", "the `file` with the certificates of those that "+
		"sign the NATS server's")
	c.Flags().StringVar(&access.Cert, "tlscert", "", "the `file` with our certificate for NATS")
	c.Flags().StringVar(&access.Key, "tlskey", "", "the `file` with its key")
}
