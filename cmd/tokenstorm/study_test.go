package main

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStudyKeepsTheOrderOfCells(t *testing.T) {
	first := make(chan bool)
	cells := study(t.Context(), 2, newProgress("", 2), func(i int) (int, error) {
		if i == 0 {
			close(first)
		} else {
			<-first
		}
		return 10 + i, nil
	})
	require.Equal(t, []cell[int]{{value: 10, done: true}, {value: 11, done: true}}, cells)
	require.NoError(t, studyError(cells))
}

func TestStudyOutlivesAFailingCell(t *testing.T) {
	broken := errors.New("broken")
	cells := study(t.Context(), 3, newProgress("", 3), func(i int) (int, error) {
		switch i {
		case 0:
			return 0, broken
		case 1:
			panic("our bug")
		}
		return 7, nil
	})
	require.Equal(t, 7, cells[2].value)
	require.ErrorIs(t, studyError(cells), broken)
	require.ErrorContains(t, studyError(cells), "our bug")
	require.ErrorContains(t, cells[1].err, "study_test.go", "with the stack")
	require.Equal(t, exitOther, exitCode(studyError(cells)))
}

func TestInterruptedStudyKeepsWhatItFinished(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	never := make(chan bool)
	cells := study(ctx, 3, newProgress("", 3), func(i int) (int, error) {
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
	require.Equal(t, exitInterrupted, exitCode(studyError(cells)))
	require.ErrorContains(t, studyError(cells), "of 3 runs were finished")
}
