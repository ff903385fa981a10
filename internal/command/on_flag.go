package command

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/archive"
	"github.com/tokenstorm/tokenstorm/scenarios/study/cluster"
)

// A place is the flag that says where the runs of a study are carried out.
type place struct {
	on     string // empty: in this process
	access cluster.Access
}

// embeddedServer is the --on of a server in this process, alone or before where it listens.
const embeddedServer = "embedded"

func (p *place) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&p.on, "on", "", "carry the runs out by the workers at this NATS server, "+
		"nats://HOST:PORT, as the command work starts\nthem; embedded://HOST:PORT starts the server in "+
		"this process, which works as well, and embedded lets nobody else in")
	complete(c, "on", []string{embeddedServer})
	addAccess(c, &p.access)
}

// A crew is who carries out the runs of a study.
type crew struct {
	run     study.Runner
	width   int        // how many are asked for at a time
	workers func() int // how many are carried out at a time
	ctx     context.Context
	end     func() error // returns why what was carried out is of no use
}

// crew returns who carries out the runs of a study: the process itself, on each core, unless --on
// says otherwise.
func (p *place) crew(
	c *cobra.Command, of *study.Header, run study.Runner, progress *study.Progress,
) (*crew, error) {
	if p.on == "" {
		cores := runtime.GOMAXPROCS(0)
		return &crew{
			run: progress.Timed(run, time.Now), width: cores, workers: func() int { return cores },
			ctx: c.Context(), end: func() error { return nil },
		}, nil
	}
	held, err := archive.Collect(study.New(*of))
	if err != nil {
		return nil, err
	}
	embedded, listen, err := p.embedded()
	if err != nil {
		return nil, err
	}
	var server *cluster.Embedded
	access := p.access
	if access.URL = p.on; embedded {
		if server, err = cluster.Embed(listen); err != nil {
			return nil, fmt.Errorf("--on %s: %w", p.on, err)
		}
		access.Within = server.Server
	}
	at, err := p.join(c, &access, &cluster.Description{Header: *of, Inputs: held.Inputs}, progress)
	if err != nil {
		if server != nil {
			err = errors.Join(err, server.End())
		}
		return nil, fmt.Errorf("--on %w", err)
	}
	if server != nil {
		left := at.end
		at.end = func() error {
			alarm := left()
			if err := server.End(); err != nil {
				remark(c, []string{err.Error()}) // the study is of use all the same
			}
			return alarm
		}
	}
	return at, nil
}

// embedded reports whether the server is to be in this process, and where others connect to it.
func (p *place) embedded() (embedded bool, listen string, err error) {
	name, listen, hasAddress := strings.Cut(p.on, "://")
	switch {
	case name == embeddedServer && (!hasAddress || listen != ""):
		if p.access != (cluster.Access{}) {
			return false, "", fmt.Errorf("--on %s takes no credentials and no certificates", p.on)
		}
		return true, listen, nil
	case !hasAddress || listen == "":
		return false, "", fmt.Errorf("--on %s: meant nats://HOST:PORT, embedded, or "+
			"embedded://HOST:PORT", p.on)
	}
	return false, "", nil
}

// join joins the study to the workers at a server; within this process the process is one of them.
func (p *place) join(
	c *cobra.Command, access *cluster.Access, of *cluster.Description, progress *study.Progress,
) (*crew, error) {
	name := workerName()
	to, err := cluster.Connect(c.Context(), access, "tokenstorm "+c.Name()+", "+name, saying(c))
	if err != nil {
		return nil, err
	}
	r, err := to.Begin(c.Context(), of, saying(c))
	if err != nil {
		to.Close()
		return nil, fmt.Errorf("%s: %w", access, err)
	}
	r.Spent = func(cells []study.Cell, outcomes []*measure.Outcome, took time.Duration) {
		progress.Spend(cells, outcomes, took, time.Now())
	}
	var here sync.WaitGroup
	if access.Within != nil {
		here.Go(func() {
			_ = workerAt(c, to, name).Work(r.Context(), runtime.GOMAXPROCS(0)) // the same program
		})
	}
	end := func() error {
		r.Close()
		if c.Context().Err() == nil { // else the process is about to end
			here.Wait()
		}
		to.Close()
		return r.Err()
	}
	return &crew{
		run: r.Run, width: cluster.MostAsked, workers: r.Workers, ctx: r.Context(), end: end,
	}, nil
}
