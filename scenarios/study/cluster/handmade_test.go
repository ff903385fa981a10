package cluster

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// handmade is an outcome without a run: it depends on the cell alone. Some fail.
func handmade(c study.Cell) (measure.Outcome, error) {
	sum := fnv.New64a()
	fmt.Fprint(sum, c)
	r := rand.New(rand.NewPCG(sum.Sum64(), 0))
	switch r.IntN(40) {
	case 0:
		return measure.Outcome{}, fmt.Errorf("%s: no luck <&>\nand a stack", c)
	case 1:
		panic("a bug")
	}
	return measure.Outcome{
		Actions: measure.Actions{Started: 100, Succeeded: 90 + r.IntN(10)},
		Bans:    measure.Bans{Count: r.IntN(3)}, Digest: fmt.Sprintf("%016x", r.Uint64()),
	}, nil
}

// healthy is the same of which none fails.
func healthy(c study.Cell) (measure.Outcome, error) {
	return measure.Outcome{
		Actions: measure.Actions{Started: 100, Succeeded: int(c.Seed % 100)},
		Digest:  fmt.Sprint(c),
	}, nil
}

func plan(seeds int) study.Plan {
	return study.Plan{
		Scenarios: []string{"storm"}, Readings: []string{"akamai", "literal"},
		Strategies: []string{"naive", "lock", "recommended"}, First: 1, Seeds: seeds,
		Inputs: []study.Input{{Kind: study.ScenarioInput, Name: "storm.yaml", SHA256: "ab"}},
	}
}

func headed(p study.Plan) study.Header { return study.NewHeader("1", p, study.Shard{}) }

// embed is a server for the length of a test, and how to reach it from elsewhere.
func embed(t *testing.T) (*Embedded, Access) {
	s, err := Embed("127.0.0.1:-1")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.End()) })
	return s, Access{URL: s.ClientURL()}
}

func connect(t *testing.T, access Access) *Connection {
	c, err := Connect(t.Context(), &access, t.Name(), quietly)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

// quietly is told what nobody needs to know.
func quietly(string) {}

// A crew is workers for the length of a test.
type crew struct {
	mu   sync.Mutex
	said []string
	end  context.CancelFunc
	over sync.WaitGroup
}

// work lets a worker of this name work until the test ends, or end is called.
func (w *crew) work(t *testing.T, access Access, name string, run study.Runner) {
	c := connect(t, access)
	ctx, end := context.WithCancel(t.Context())
	w.end = end
	worker := &Worker{
		Connection: c, Name: name, Program: "1",
		Prepare: func(*Description) (study.Runner, error) { return run, nil },
		Say: func(what string) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.said = append(w.said, what)
		},
	}
	w.over.Go(func() { _ = worker.Work(ctx, 2) })
	t.Cleanup(func() {
		end()
		w.over.Wait()
	})
}

// begin begins a study at a server.
func begin(t *testing.T, access Access, h study.Header) *Remote {
	r, err := connect(t, access).Begin(t.Context(),
		&Description{Header: h, Inputs: [][]byte{[]byte("about: x")}},
		func(what string) { t.Log(what) })
	require.NoError(t, err)
	t.Cleanup(r.Close)
	return r
}

// asked is a study that workers carry out; it may be called on any goroutine.
func asked(t *testing.T, r *Remote, h study.Header) *study.Study {
	s, err := h.Execute(r.Run, atOnce(r.Context()))
	assert.NoError(t, err)
	return s
}

// atOnce asks for all runs at the same time, until ctx is done.
func atOnce(ctx context.Context) func(n int, do func(i int)) {
	return func(n int, do func(i int)) {
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() { do(i) })
		}
		done := make(chan struct{})
		go func() {
			all.Wait()
			close(done)
		}()
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
}

// inTurn is the simplest of runners.
func inTurn(n int, do func(i int)) {
	for i := range n {
		do(i)
	}
}

// local is what one process comes to.
func local(t *testing.T, h study.Header, run study.Runner) string {
	s, err := h.Execute(run, inTurn)
	require.NoError(t, err)
	return written(t, s)
}

func written(t *testing.T, s *study.Study) string {
	var b bytes.Buffer
	require.NoError(t, s.Write(&b))
	return b.String()
}

// slowly is a runner whose runs take so long.
func slowly(long time.Duration, run study.Runner) study.Runner {
	return func(cells []study.Cell) ([]*measure.Outcome, error) {
		timer := make(chan struct{})
		context.AfterFunc(deadline(long), func() { close(timer) })
		<-timer
		return run(cells)
	}
}

// deadline is a context that is done after so long.
func deadline(long time.Duration) context.Context {
	ctx, done := context.WithTimeout(context.Background(), long)
	context.AfterFunc(ctx, done)
	return ctx
}

// options are those of a server that keeps what it has in a folder, at a port of its own.
func options(folder string) *server.Options {
	return &server.Options{
		Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: folder, NoLog: true, NoSigs: true,
	}
}

// started is such a server.
func started(t *testing.T, o *server.Options) *server.Server {
	s, err := server.NewServer(o)
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(10*time.Second))
	return s
}
