package cluster

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// jobs is how many workers' cores a benchmark has, all in this process, as the server is.
const jobs = 16

// Whole rounds of batches that cost no time: each is published, taken, answered, heard and
// acknowledged.
func BenchmarkRound(b *testing.B) {
	at := served(b)
	ctx, end := context.WithCancel(b.Context())
	worker := &Worker{Connection: reached(b, at), Name: "a", Program: "1",
		Prepare: func(*Description) (study.Runner, error) { return study.Each(healthy), nil }}
	var over sync.WaitGroup
	over.Go(func() { _ = worker.Work(ctx, jobs) })
	defer over.Wait()
	defer end()
	p := plan(b.N)
	p.Strategies, p.Readings = p.Strategies[:1], p.Readings[:1]
	h := headed(p)
	r, err := reached(b, at).Begin(ctx, &Description{Header: h}, func(what string) { b.Log(what) })
	require.NoError(b, err)
	defer r.Close()
	r.pace.cost = batchTime // one run each
	s, err := h.Execute(r.Run, func(n int, do func(i int)) {
		var all sync.WaitGroup
		var next atomic.Int64
		for range min(n, 1000) {
			all.Go(func() {
				for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
					do(int(i))
				}
			})
		}
		all.Wait()
	})
	require.NoError(b, err)
	require.Zero(b, s.Missing())
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "batches/s")
}

// Answers of a kilobyte, each written under a key of its own and acknowledged by the server.
func BenchmarkAnswer(b *testing.B) {
	to := reached(b, served(b))
	data := make([]byte, 1<<10)
	var next atomic.Int64
	var all sync.WaitGroup
	for range jobs {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				_, err := to.answers.Create(b.Context(), answerKey("study", fmt.Sprint(i)), data)
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

// Messages of batches, one after the other, as one study puts them on the server.
func BenchmarkMessage(b *testing.B) {
	to := reached(b, served(b))
	_, text := batch{{{Seed: 1, Contestant: study.Contestant{Scenario: "two-nodes"}}}}.key()
	for i := range b.N {
		_, err := to.stream.Publish(b.Context(), subject("study", fmt.Sprint(i)), text)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// What a cell of a scenario costs on the server, in batches of so many runs.
func BenchmarkBytes(b *testing.B) {
	s, err := scenarios.Load("two-nodes")
	require.NoError(b, err)
	with, err := spec.Lookup("recommended")
	require.NoError(b, err)
	for _, runs := range []int{1, 20} {
		b.Run(fmt.Sprintf("%d-runs", runs), func(b *testing.B) {
			for range b.N {
				var of batch
				for seed := range runs {
					of = append(of, []study.Cell{{Seed: uint64(seed) + 1, Contestant: study.Contestant{
						Scenario: s.Name, Reading: "akamai", Strategy: with.Name}}})
				}
				a := &answer{worker: "process 1 on build7"}
				a.carryOut(of, func(cells []study.Cell) ([]*measure.Outcome, error) {
					return study.Run(cells, s, with, measure.Everything)
				})
				_, text := of.key()
				b.ReportMetric(float64(len(a.bytes()))/float64(runs), "answer-bytes/cell")
				b.ReportMetric(float64(len(text))/float64(runs), "message-bytes/cell")
			}
		})
	}
}

// served is a server for the length of a benchmark.
func served(b *testing.B) Access {
	s, err := Embed("127.0.0.1:-1")
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, s.End()) })
	return Access{URL: s.ClientURL()}
}

func reached(b *testing.B, at Access) *Connection {
	c, err := Connect(b.Context(), &at, b.Name(), quietly)
	require.NoError(b, err)
	b.Cleanup(c.Close)
	return c
}
