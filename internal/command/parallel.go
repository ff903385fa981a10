package command

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

// A cell is what became of one of several runs. One that was interrupted is not done.
type cell[T any] struct {
	value T
	err   error
	done  bool
}

// parallel carries out n runs, one goroutine each and as many at a time as there are cores, and
// returns what became of them in the order of their numbers: the outcome does not depend on who
// was faster. Once ctx is done it returns what is there; runs under way are left behind, for the
// process is about to end.
func parallel[T any](
	ctx context.Context, n int, p *progress, run func(i int) (T, error),
) []cell[T] {
	endReading(ctx)
	p.n = n
	type outcome struct {
		i int
		cell[T]
	}
	next, outcomes := make(chan int, n), make(chan outcome, n)
	for i := range n {
		next <- i
	}
	close(next)
	for range min(n, runtime.GOMAXPROCS(0)) {
		go func() {
			for i := range next {
				if ctx.Err() != nil {
					return
				}
				value, err := sheltered(i, run)
				outcomes <- outcome{i, cell[T]{value, err, true}}
			}
		}()
	}
	cells := make([]cell[T], n)
	late := time.After(progressDelay)
	for missing := n; missing > 0; {
		select {
		case <-ctx.Done():
			for len(outcomes) > 0 {
				o := <-outcomes
				cells[o.i] = o.cell
			}
			missing = 0
		case <-late:
			p.show()
		case o := <-outcomes:
			cells[o.i] = o.cell
			missing--
			p.step(n - missing)
		}
	}
	p.clear()
	return cells
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

// each carries out runs that keep their outcome and their error themselves.
func each(ctx context.Context, n int, p *progress, do func(i int)) {
	parallel(ctx, n, p, func(i int) (struct{}, error) {
		do(i)
		return struct{}{}, nil
	})
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
