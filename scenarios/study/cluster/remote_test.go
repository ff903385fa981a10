package cluster

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Whatever is asked of a study, workers come to the bytes of one process, failing cells among them.
func TestRemoteIsOneProcess(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	run := study.Each(handmade)
	new(crew).work(t, at, "a", run)
	new(crew).work(t, at, "b", run)
	precise, verdicts, part := headed(plan(200)), plan(200), headed(plan(31))
	precise.Plan.Precision = &study.Precision{Figure: "banned", HalfWidth: .2, Batch: 30, Most: 200}
	verdicts.Ask = measure.VerdictAlone
	part.Shard = study.Shard{Number: 2, Of: 3}
	for name, h := range map[string]study.Header{
		"all": headed(plan(40)), "precise": precise, "verdicts": headed(verdicts), "shard": part,
	} {
		t.Run(name, func(t *testing.T) {
			r := begin(t, at, h)
			var spent atomic.Int64
			r.Spent = func(_ []study.Cell, _ []*measure.Outcome, took time.Duration) {
				spent.Add(int64(took))
			}
			s := asked(t, r, h)
			require.NoError(t, r.Err())
			require.Equal(t, local(t, h, run), written(t, s))
			require.Positive(t, spent.Load())
		})
	}
}

// A cell that fails is run three times, and the others of its batch come to the end all the same.
func TestFailingCellIsTriedThreeTimes(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	var tries, luck atomic.Int64
	run := study.Each(func(c study.Cell) (measure.Outcome, error) {
		switch {
		case c.Seed == 7 && c.Strategy == "lock" && c.Reading == "akamai":
			return measure.Outcome{}, fmt.Errorf("try %d", tries.Add(1))
		case c.Seed == 9 && c.Strategy == "lock" && c.Reading == "akamai" && luck.Add(1) < 3:
			return measure.Outcome{}, errors.New("out of luck")
		}
		return healthy(c)
	})
	new(crew).work(t, at, "a", run)
	h := headed(plan(20))
	s := asked(t, begin(t, at, h), h)
	failures := s.Failures()
	require.Len(t, failures, 1)
	require.Equal(t, "try 3", failures[0].Error)
	require.Equal(t, uint64(7), failures[0].Seed)
	require.Zero(t, s.Missing())

	// The same study asked for once more runs again what failed.
	s = asked(t, begin(t, at, h), h)
	require.Equal(t, "try 6", s.Failures()[0].Error)
}

// Without workers it is said so, and the study goes on once there is one.
func TestWithoutWorkers(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	h := headed(plan(2))
	said := make(chan string, 1)
	r, err := connect(t, at).Begin(t.Context(), &Description{Header: h},
		func(what string) { said <- what })
	require.NoError(t, err)
	t.Cleanup(r.Close)
	done := make(chan *study.Study)
	go func() { done <- asked(t, r, h) }()
	require.Contains(t, <-said, "no worker takes runs")
	new(crew).work(t, at, "late", study.Each(healthy))
	require.Equal(t, local(t, h, study.Each(healthy)), written(t, <-done))
}

// Each worker of these has two cores; one that has gone is not counted any more.
func TestWorkersAreCounted(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	r := begin(t, at, headed(plan(1)))
	require.Zero(t, r.Workers())
	var one, other crew
	one.work(t, at, "one", study.Each(healthy))
	other.work(t, at, "other", study.Each(healthy))
	until(t, func() bool { return r.Workers() == 4 })
	other.end()
	until(t, func() bool { return r.Workers() == 2 })
}

// Workers of another version of the program are refused, and both versions are named; those of the
// study's carry it out.
func TestOtherProgramIsRefused(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	other := &Worker{Connection: connect(t, at), Name: "other", Program: "2"}
	refused := make(chan error)
	go func() { refused <- other.Work(t.Context(), 2) }()
	h := headed(plan(4))
	r := begin(t, at, h)
	done := make(chan *study.Study)
	go func() { done <- asked(t, r, h) }()
	require.EqualError(t, <-refused, "found a study of version 1; this worker is version 2: "+
		"meant the same program")
	new(crew).work(t, at, "same", study.Each(healthy))
	require.Equal(t, local(t, h, study.Each(healthy)), written(t, <-done))
}

// A worker whose runs come out otherwise is found where a batch is run twice: the alarm names the
// cell and both workers, and ends the study.
func TestOtherDigestIsAnAlarm(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	h := headed(plan(1))
	wrong := study.Each(func(c study.Cell) (measure.Outcome, error) {
		o, err := healthy(c)
		if c.Strategy == "lock" && c.Reading == "literal" {
			o.Digest = "another"
		}
		return o, err
	})
	var sound, broken crew
	sound.work(t, at, "sound on host1", study.Each(healthy))
	r := begin(t, at, h)
	s := asked(t, r, h)
	require.NoError(t, r.Err())
	sound.end()
	sound.over.Wait()
	broken.work(t, at, "broken on host2", wrong)
	deliverAgain(t, r, s)
	until(t, func() bool { return r.Context().Err() != nil })
	require.EqualError(t, r.Err(), "storm with lock, reading literal, seed 1 came out otherwise on "+
		"two machines: digest storm with lock, reading literal, seed 1 by sound on host1, and another "+
		"by broken on host2: digest; they are not the same program, or one of them is broken")
	broken.end()
	broken.over.Wait()
	require.Equal(t, []string{r.Err().Error()}, broken.said)
}

// deliverAgain puts the batches of a study of one run each on the server again.
func deliverAgain(t *testing.T, r *Remote, s *study.Study) {
	runs := map[string][]study.Cell{}
	for c := range s.Cells() {
		runs[c.Strategy] = append(runs[c.Strategy], c)
	}
	until(t, func() bool { return queued(t, r) == 0 }) // all are acknowledged
	for _, run := range runs {
		key, text := batch{run}.key()
		_, err := r.conn.stream.Publish(t.Context(), subject(r.id, key), text)
		require.NoError(t, err)
	}
}

// Batches that are delivered once more are run once more, compared, and change nothing; one that is
// on the server is not taken a second time.
func TestDuplicatesAreCompared(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	var runs atomic.Int64
	run := study.Each(func(c study.Cell) (measure.Outcome, error) {
		runs.Add(1)
		return healthy(c)
	})
	h := headed(plan(1))
	var w crew
	w.work(t, at, "a", run)
	r := begin(t, at, h)
	s := asked(t, r, h)
	require.EqualValues(t, 6, runs.Load())
	deliverAgain(t, r, s)
	until(t, func() bool { return runs.Load() == 12 })
	until(t, func() bool { return queued(t, r) == 0 })
	w.end()
	w.over.Wait()
	require.NoError(t, r.Err())
	require.Empty(t, w.said)

	deliverAgain(t, r, s)
	require.EqualValues(t, 3, queued(t, r))
	key, text := batch{{{Seed: 1, Contestant: study.Contestant{Strategy: "none"}}}}.key()
	for range 2 {
		r.publish(key, &unanswered{text: text})
	}
	require.EqualValues(t, 4, queued(t, r))
}

// queued is how many batches are on the server.
func queued(t *testing.T, r *Remote) uint64 {
	info, err := r.conn.batches.Info(t.Context())
	require.NoError(t, err)
	return info.State.Msgs
}

// until waits for what other goroutines bring about.
func until(t *testing.T, is func() bool) {
	t.Helper()
	require.Eventually(t, is, 20*eventually, eventually/100)
}

// A batch whose workers end three times is run apart, run by run; one run that ends ten of them is
// reported.
func TestBatchThatEndsItsWorkers(t *testing.T) {
	t.Parallel()
	_, at := embed(t)
	h := headed(plan(10))
	r := begin(t, at, h)
	r.pace.cost = 1 // so that batches have several runs
	done := make(chan *study.Study)
	go func() { done <- asked(t, r, h) }()
	to := connect(t, at)
	ends := func(b batch) bool {
		for _, run := range b {
			if run[0].Seed == 3 && run[0].Strategy == "lock" {
				return true
			}
		}
		return false
	}
	w := &Worker{Connection: to, Name: "a", Program: "1",
		Prepare: func(*Description) (study.Runner, error) { return study.Each(healthy), nil }}
	w.prepared = map[string]study.Runner{}
	from, err := to.stream.Consumer(t.Context(), streamName, workersName)
	require.NoError(t, err)
	var s *study.Study
	for s == nil {
		message, err := from.Next()
		require.NoError(t, err)
		b, err := batchOf(message.Data())
		require.NoError(t, err)
		about, err := message.Metadata()
		require.NoError(t, err)
		most := uint64(mostTries)
		if len(b) == 1 {
			most = mostEnded
		}
		if ends(b) && about.NumDelivered <= most {
			require.NoError(t, message.Nak()) // as the server does when a worker is gone
			continue
		}
		require.NoError(t, w.handle(message))
		until(t, func() bool {
			select {
			case s = <-done:
				return true
			default:
				return queued(t, r) > 0
			}
		})
	}
	failures := s.Failures()
	require.Len(t, failures, 2, "its cells, of both readings")
	for _, f := range failures {
		require.Equal(t, "10 workers took it, and none of them lived to say what it came to", f.Error)
		require.Equal(t, "lock", f.Strategy)
	}
}

// What a batch comes to may be more than a message of the server: then its runs are asked for one
// by one, and one that is too large is reported.
func TestAnswersTooLarge(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	o := options(folder)
	o.MaxPayload = 1 << 13
	s := started(t, o)
	defer s.Shutdown()
	at := Access{URL: s.ClientURL()}
	run := study.Each(func(c study.Cell) (measure.Outcome, error) {
		o, err := healthy(c)
		size := 3000
		if c.Seed == 5 && c.Strategy == "naive" {
			size = 20000
		}
		o.Digest = noise(c, size)
		return o, err
	})
	new(crew).work(t, at, "a", run)
	h := headed(plan(6))
	r := begin(t, at, h)
	r.pace.cost = 1
	failures := asked(t, r, h).Failures()
	require.NotEmpty(t, failures)
	for _, f := range failures {
		require.Regexp(t, `^what it came to is \d+ bytes; the server takes messages of 8192$`, f.Error)
		require.Equal(t, uint64(5), f.Seed)
	}
}

// noise is text that cannot be packed.
func noise(c study.Cell, size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		b.WriteString(idOf(fmt.Append(nil, c, i)))
	}
	return b.String()
}
