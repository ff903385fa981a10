package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A Worker carries out runs of whatever studies ask for them at a server.
type Worker struct {
	Connection *Connection
	Name       string // names its machine
	Program    string // its version
	// Prepare returns what runs the cells of a study.
	Prepare func(*Description) (study.Runner, error)
	Say     func(string) // is told of alarms

	mu       sync.Mutex // it works on several cores
	prepared map[string]study.Runner
}

// A RefusedError is of a study of another version of the program: its runs may come out otherwise.
type RefusedError struct {
	Study, Worker string // their programs
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("found a study of version %s; this worker is version %s: meant the same "+
		"program", e.Study, e.Worker)
}

// mostTries is how often a batch is given out in which runs fail before that is reported, and how
// often one of several runs whose workers end before it is run apart. Of a single run mostEnded
// workers must have ended: three are killed by chance at the same run where workers are killed
// twice a second, as make slow PART=cluster does (both assumed).
const (
	mostTries = 3
	mostEnded = 10
)

// Work carries out so many batches at a time until ctx is done, and then ends after those that it
// has. The error is a *RefusedError.
func (w *Worker) Work(ctx context.Context, jobs int) error {
	w.prepared = map[string]study.Runner{}
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	var all sync.WaitGroup
	for range jobs {
		all.Go(func() {
			if err := w.work(ctx); err != nil {
				end(err)
			}
		})
	}
	all.Wait()
	if refused, is := errors.AsType[*RefusedError](context.Cause(ctx)); is {
		return refused
	}
	return nil
}

// work carries out batches one after the other.
func (w *Worker) work(ctx context.Context) error {
	var from jetstream.Consumer
	for ctx.Err() == nil {
		message, err := w.next(ctx, &from)
		switch {
		case err == nil:
			if err := w.handle(message); err != nil {
				return err
			}
		case errors.Is(err, nats.ErrTimeout), errors.Is(err, context.DeadlineExceeded): // there was none
		case pause(ctx, lostTime) == nil: // the server is away, or began anew
			from = nil
			_ = w.Connection.ensure(ctx)
		}
	}
	return nil
}

// lostTime is how long a worker waits before it asks a server again that is not there (assumed).
const lostTime = 300 * time.Millisecond

// next waits for a batch.
func (w *Worker) next(ctx context.Context, from *jetstream.Consumer) (jetstream.Msg, error) {
	if *from == nil {
		var err error
		if *from, err = w.Connection.stream.Consumer(ctx, streamName, workersName); err != nil {
			return nil, err
		}
	}
	ctx, done := context.WithTimeout(ctx, askTime)
	defer done()
	return (*from).Next(jetstream.FetchContext(ctx))
}

// askTime is how long a worker waits for a batch before it asks again: a server that began anew
// does not know that it was asked (assumed).
const askTime = 3 * time.Second

// handle carries out the batch of a message. The error is a *RefusedError.
func (w *Worker) handle(message jetstream.Msg) error {
	ctx, done := context.WithCancel(context.Background())
	defer done()
	go func() {
		for pause(ctx, ackWait/3) == nil {
			_ = message.InProgress() // lost: another worker does the same
		}
	}()
	return w.carryOut(message)
}

// carryOut carries out a batch while the server is told that this worker is at it.
func (w *Worker) carryOut(message jetstream.Msg) error {
	id, key := ofSubject(message.Subject())
	b, err := batchOf(message.Data())
	if err != nil {
		_ = message.Term() // nothing of ours
		return nil
	}
	runner, err := w.runner(id)
	if refused, is := errors.AsType[*RefusedError](err); is {
		_ = message.Nak() // for another worker
		return refused
	} else if err != nil {
		_ = message.NakWithDelay(lostTime) // its description is not to be had at present
		return nil
	}
	tries := uint64(1)
	if about, err := message.Metadata(); err == nil {
		tries = about.NumDelivered
	}
	a := &answer{worker: w.Name}
	if tries > mostEnded || tries > mostTries && len(b) > 1 {
		a.apart = fmt.Sprintf("%d workers took it, and none of them lived to say what it came to",
			tries-1)
	} else {
		a.carryOut(b, runner)
		if a.failed() && tries < mostTries {
			_ = message.Nak()
			return nil
		}
	}
	if w.write(id, key, b, a) {
		_ = message.Ack() // lost: it is run again, and compared
	}
	return nil
}

// carryOut runs a batch.
func (a *answer) carryOut(b batch, runner study.Runner) {
	for _, run := range b {
		began := time.Now()
		results, _ := study.Fetch(run, runner, nil) // results have their errors
		a.runs, a.times = append(a.runs, results), append(a.times, time.Since(began))
	}
}

// runner is what runs the cells of a study.
func (w *Worker) runner(id string) (study.Runner, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if runner := w.prepared[id]; runner != nil {
		return runner, nil
	}
	text, err := w.Connection.take(context.Background(), id)
	if err != nil {
		return nil, err
	}
	d, err := described(id, text)
	if err != nil {
		return nil, err
	}
	if d.Header.Version != w.Program {
		return nil, &RefusedError{d.Header.Version, w.Program}
	}
	runner, err := w.Prepare(d)
	if err != nil {
		runner = func([]study.Cell) ([]*measure.Outcome, error) { return nil, err }
	}
	if len(w.prepared) >= mostPrepared {
		clear(w.prepared)
	}
	w.prepared[id] = runner
	return runner, nil
}

// mostPrepared is how many studies a worker has at hand (assumed).
const mostPrepared = 8

// write writes an answer, or compares it with the one that is there. false: the server was not to
// be reached, and gives the batch to another worker.
func (w *Worker) write(id, key string, b batch, a *answer) bool {
	data := a.bytes()
	if most := w.Connection.nats.MaxPayload(); int64(len(data)) > most-mostHeaders {
		a = &answer{worker: a.worker, apart: fmt.Sprintf(
			"what it came to is %d bytes; the server takes messages of %d", len(data), most)}
		data = a.bytes()
	}
	for began := time.Now(); time.Since(began) < writeTime; {
		ctx, done := context.WithTimeout(context.Background(), requestTime)
		err := w.create(ctx, id, key, b, a, data)
		done()
		if err == nil {
			return true
		}
		_ = pause(context.Background(), lostTime)
	}
	return false
}

// mostHeaders is more than a message has beside its data (assumed), and writeTime is how long a
// worker tries to write an answer (assumed).
const (
	mostHeaders = 1 << 12
	writeTime   = 30 * time.Second
)

// create creates an answer. Of one that is there already it compares, and raises an alarm where the
// two differ.
func (w *Worker) create(
	ctx context.Context, id, key string, b batch, a *answer, data []byte,
) error {
	answers := w.Connection.answers
	_, err := answers.Create(ctx, answerKey(id, key), data)
	if !errors.Is(err, jetstream.ErrKeyExists) {
		return err
	}
	e, err := answers.Get(ctx, answerKey(id, key))
	if err != nil {
		return err
	}
	first, err := answerOf(e.Value(), b)
	if err != nil {
		return nil //nolint:nilerr // it is no answer; who asked says so
	}
	alarm := compared(first, a)
	if alarm == nil {
		return nil
	}
	w.Say(alarm.Error())
	text, err := json.Marshal(alarm)
	if err == nil {
		_, err = answers.Put(ctx, alarmKey(id, key), text)
	}
	return err
}
