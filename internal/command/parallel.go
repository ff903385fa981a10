package command

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// A cell is what became of one of several runs. One that was interrupted is not done.
type cell[T any] struct {
	value T
	err   error
	done  bool
}

// parallel carries out n runs, as each does, and returns what became of them in the order of their
// numbers: the outcome does not depend on who was faster. Once ctx is done it returns what is
// there.
func parallel[T any](
	ctx context.Context, n int, p *progress, run func(i int) (T, error),
) []cell[T] {
	var mu sync.Mutex // cells are done on several cores
	over := false
	cells := make([]cell[T], n)
	each(ctx, n, p, func(i int) {
		value, err := sheltered(i, run)
		mu.Lock()
		defer mu.Unlock()
		if !over {
			cells[i] = cell[T]{value, err, true}
		}
	})
	mu.Lock()
	defer mu.Unlock()
	over = true
	return cells
}

// each carries out n runs that keep their outcome and their error themselves, one goroutine each
// and as many at a time as there are cores. Once ctx is done it returns; runs under way are left
// behind, for the process is about to end.
func each(ctx context.Context, n int, p *progress, do func(i int)) {
	eachOf(ctx, runtime.GOMAXPROCS(0), n, p, do)
}

// eachOf is each, of so many runs at a time.
func eachOf(ctx context.Context, width, n int, p *progress, do func(i int)) {
	endReading(ctx)
	p.begin(n)
	var next atomic.Int64
	done := make(chan struct{})
	for range min(n, width) {
		go func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				_, _ = sheltered(i, func(i int) (struct{}, error) { // a panic is a run that is not done
					do(i)
					return struct{}{}, nil
				})
				select {
				case done <- struct{}{}:
				case <-ctx.Done(): // nobody waits for it
				}
			}
		}()
	}
	late := time.After(progressDelay)
	for missing := n; missing > 0; {
		select {
		case <-ctx.Done():
			missing = 0
		case <-late:
			p.show()
		case <-done:
			missing--
			p.step(n - missing)
		}
	}
	p.clear()
}

// sideBySide carries out runs of which whoever asks for them keeps the outcome; what is their name
// while they are under way. Half of them say nothing: of an interruption nothing is kept.
func sideBySide(ctx context.Context, what string) func(n int, do func(i int) error) error {
	return func(n int, do func(i int) error) error {
		err := cellsError(parallel(ctx, n, &progress{what: what},
			func(i int) (struct{}, error) { return struct{}{}, do(i) }))
		if _, cut := errors.AsType[*interruption](err); cut {
			return &interruption{}
		}
		return err
	}
}

// cellsError is nil where every cell is done and fine.
func cellsError[T any](cells []cell[T]) error {
	var failed []error
	done := 0
	for _, c := range cells {
		if c.done {
			done++
		}
		if c.err != nil {
			failed = append(failed, c.err)
		}
	}
	if done < len(cells) {
		failed = append(failed, &interruption{
			kept: fmt.Sprintf("%d of %d runs were finished", done, len(cells)),
		})
	}
	return errors.Join(failed...)
}

// sheltered keeps a run that panics from taking the others with it.
func sheltered[T any](i int, run func(i int) (T, error)) (value T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return run(i)
}
