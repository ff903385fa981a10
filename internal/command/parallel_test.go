package command

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParallelKeepsTheOrderOfCells(t *testing.T) {
	first := make(chan bool)
	cells := parallel(t.Context(), 2, &progress{}, func(i int) (int, error) {
		if i == 0 {
			close(first)
		} else {
			<-first
		}
		return 10 + i, nil
	})
	require.Equal(t, []cell[int]{{value: 10, done: true}, {value: 11, done: true}}, cells)
	require.NoError(t, cellsError(cells))
}

func TestParallelOutlivesAFailingCell(t *testing.T) {
	broken := errors.New("broken")
	cells := parallel(t.Context(), 3, &progress{}, func(i int) (int, error) {
		switch i {
		case 0:
			return 0, broken
		case 1:
			panic("our bug")
		}
		return 7, nil
	})
	require.Equal(t, 7, cells[2].value)
	require.ErrorIs(t, cellsError(cells), broken)
	require.ErrorContains(t, cellsError(cells), "our bug")
	require.ErrorContains(t, cells[1].err, "parallel_test.go", "with the stack")
	require.Equal(t, exitOther, exitCode(cellsError(cells), true))
}

func TestInterruptedWorkKeepsWhatItFinished(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	never := make(chan bool)
	cells := parallel(ctx, 3, &progress{}, func(i int) (int, error) {
		if i == 0 {
			return 7, nil
		}
		cancel()
		<-never
		return 8, nil
	})
	close(never)
	require.False(t, cells[1].done)
	require.False(t, cells[2].done)
	require.Equal(t, exitInterrupted, exitCode(cellsError(cells), true))
	require.ErrorContains(t, cellsError(cells), "of 3 runs were finished")
}
