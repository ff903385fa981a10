package prove

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// A search that is cut short after any number of runs and goes on from what it saved comes to the
// same, by the same work.
func TestResume(t *testing.T) {
	s := scope(t, "lock-recheck", 2, 1, 1, 0, 0)
	whole, work := searched(t, s)
	for stop := range work.Runs {
		g, err := New(s)
		require.NoError(t, err)
		for range stop + 1 {
			_, _, err := g.Next()
			require.NoError(t, err)
		}
		var saved bytes.Buffer
		require.NoError(t, g.Save(&saved, "1"))
		again, err := New(s)
		require.NoError(t, err)
		require.NoError(t, again.Resume(&saved, "1"))
		for {
			all, over, err := again.Next()
			require.NoError(t, err)
			if over {
				require.Equal(t, whole, all)
				break
			}
		}
		require.Equal(t, work, again.Work)
	}
}

// What was saved is refused for another scope and another program, and where any byte was changed
// or is missing.
func TestResumeRefuses(t *testing.T) {
	s := scope(t, "naive-retry-0", 1, 1, 1, 0, 0)
	g, err := New(s)
	require.NoError(t, err)
	_, _, err = g.Next()
	require.NoError(t, err)
	var saved bytes.Buffer
	require.NoError(t, g.Save(&saved, "1"))
	resume := func(s Scope, text []byte, version string) error {
		other, err := New(s)
		require.NoError(t, err)
		return other.Resume(bytes.NewReader(text), version)
	}
	require.NoError(t, resume(s, saved.Bytes(), "1"))
	require.ErrorContains(t, resume(s, saved.Bytes(), "2"), "another version")
	for _, change := range []func(*Scope){
		func(s *Scope) { s.Slow++ }, func(s *Scope) { s.Losses++ }, func(s *Scope) { s.Crashes++ },
		func(s *Scope) { s.Seed++ }, func(s *Scope) { s.Readings = s.Readings[:1] },
		func(s *Scope) { s.Delays = s.Delays[:2:2]; s.Delays[1]++ },
		func(s *Scope) { s.EveryOrder = true },
	} {
		other := s
		other.Delays = slices.Clone(s.Delays)
		change(&other)
		require.ErrorContains(t, resume(other, saved.Bytes(), "1"), "another search")
	}
	for i := range saved.Len() {
		damaged := bytes.Clone(saved.Bytes())
		damaged[i] ^= 1
		require.Error(t, resume(s, damaged, "1"), i)
		require.Error(t, resume(s, saved.Bytes()[:i], "1"), i)
	}
}
