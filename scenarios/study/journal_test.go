package study

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// session carries out what it gets done before it is interrupted.
func session(
	t require.TestingT, path string, h Header, parallel func(int, func(int)),
) (*Study, *Journal) {
	j, err := h.OpenJournal(path)
	require.NoError(t, err)
	s, err := h.Execute(Each(handmade), parallel, j)
	require.NoError(t, err)
	require.NoError(t, j.Close())
	return s, j
}

// Whatever was finished, in whatever order, and wherever in the file the process was killed: the
// resumed study has the bytes of an uninterrupted one.
func TestResumeIsOneRun(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		h := NewHeader("1", smallPlan(2), Shard{})
		want := written(t, executed(t, h, inTurn))
		n++
		path := filepath.Join(dir, fmt.Sprint(n))
		for range rapid.IntRange(0, 3).Draw(t, "interruptions") {
			session(t, path, h, shuffled(rapid.Uint64().Draw(t, "order"),
				rapid.IntRange(0, 24).Draw(t, "finished")))
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			kept := rapid.IntRange(0, len(data)).Draw(t, "bytes kept")
			require.NoError(t, os.Truncate(path, int64(kept)))
		}
		s, _ := session(t, path, h, inTurn)
		require.Equal(t, want, written(t, s))
	})
}

func TestFinishedCellsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	h := NewHeader("1", smallPlan(2), Shard{2, 2})
	half, j := session(t, path, h, shuffled(1, 7))
	require.Equal(t, 5, half.Missing())
	require.Zero(t, j.Size())
	ran := 0
	whole, j := session(t, path, h, func(n int, do func(int)) {
		ran = n
		inTurn(n, do)
	})
	require.Zero(t, whole.Missing())
	require.Equal(t, 7-len(half.Failures()), j.Size())
	require.Equal(t, 12-j.Size(), ran, "what failed is run again")
	_, j = session(t, path, h, inTurn)
	require.Equal(t, 12-len(whole.Failures()), j.Size())
}

func TestJournalMistakes(t *testing.T) {
	dir := t.TempDir()
	h := NewHeader("1", smallPlan(1), Shard{})
	path := filepath.Join(dir, "journal")
	session(t, path, h, inTurn)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	damaged := filepath.Join(dir, "damaged")
	text := strings.Replace(string(whole), `"started"`, `"sta`, 1)
	require.NoError(t, os.WriteFile(damaged, []byte(text), 0o600))
	stray := filepath.Join(dir, "stray")
	text = strings.Replace(string(whole), `{"seed":1`, `{"seed":2`, 1)
	require.NoError(t, os.WriteFile(stray, []byte(resealed(text)), 0o600))

	more := NewHeader("1", smallPlan(2), Shard{})
	part := NewHeader("1", smallPlan(1), Shard{1, 1})
	for _, c := range []struct {
		path string
		h    Header
		want string
	}{
		{path, more, "journal:1:1: found seeds 1; meant seeds 2, as in this study"},
		{path, NewHeader("2", smallPlan(1), Shard{}), `found version "1"; meant version "2"`},
		{path, part, "journal:1:1: found a whole study; meant one of 1 shards, as in this study"},
		{damaged, h, "damaged:2:"},
		{stray, h, "stray:2:1: found calm with naive, reading akamai, seed 2; meant a cell of this"},
	} {
		_, err := c.h.OpenJournal(c.path)
		require.ErrorContains(t, err, c.want)
		var config *strict.Mistake
		require.ErrorAs(t, err, &config)
	}
	_, err = h.OpenJournal(filepath.Join(dir, "no", "such", "folder"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// A study that cannot be kept says so, and runs to its end.
func TestJournalThatFails(t *testing.T) {
	h := NewHeader("1", smallPlan(1), Shard{})
	j, err := h.OpenJournal(filepath.Join(t.TempDir(), "journal"))
	require.NoError(t, err)
	require.NoError(t, j.Close())
	s, err := h.Execute(Each(handmade), inTurn, j)
	require.ErrorIs(t, err, os.ErrClosed)
	require.Zero(t, s.Missing())
}

// A disk that is full loses no study, only its journal.
func TestFullDiskLosesNoStudy(t *testing.T) {
	h := NewHeader("1", smallPlan(2), Shard{})
	j, err := h.OpenJournal(filepath.Join(t.TempDir(), "j"))
	require.NoError(t, err)
	require.NoError(t, j.Close()) // nothing can be written to it any more
	s, err := h.Execute(Each(handmade), inTurn, j)
	require.ErrorIs(t, err, os.ErrClosed)
	require.Zero(t, s.Missing())
}

func TestJournalIsARegularFile(t *testing.T) {
	_, err := NewHeader("1", smallPlan(1), Shard{}).OpenJournal(os.DevNull)
	require.ErrorContains(t, err, "found no regular file; meant one, which is read")
}

// Two processes do not write one journal: the second is told who has it. Whoever was killed has it
// no longer.
func TestOneProcessAJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	h := NewHeader("1", smallPlan(1), Shard{})
	j, err := h.OpenJournal(path)
	require.NoError(t, err)
	_, err = h.OpenJournal(path)
	host, _ := os.Hostname()
	require.EqualError(t, err, fmt.Sprintf("%s:1:1: found a journal that process %d on %s writes; "+
		"meant one of its own for each process", path, os.Getpid(), host))
	_, err = ReadJournal(path)
	require.NoError(t, err, "whoever reads does not wait")
	require.NoError(t, j.Close())
	require.NoFileExists(t, path+".lock")

	require.NoError(t, os.WriteFile(path+".lock", []byte("process 1 on mars\n"), 0o600))
	j, err = h.OpenJournal(path)
	require.NoError(t, err, "its holder was killed")
	require.NoError(t, j.Close())

	require.NoError(t, os.WriteFile(path+".lock", []byte("my thesis"), 0o600))
	_, err = h.OpenJournal(path)
	require.ErrorContains(t, err, "j.lock:1:1: found what no journal wrote; meant the lock of a")
	require.NoError(t, os.Remove(path+".lock"))
	require.NoError(t, os.Symlink("elsewhere", path+".lock"))
	_, err = h.OpenJournal(path)
	require.ErrorContains(t, err, "j.lock:1:1: found no regular file")
	require.NoFileExists(t, filepath.Join(filepath.Dir(path), "elsewhere"))
}

// Of processes that open and close one journal at the same time, one at a time has it.
func TestJournalPassesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	h := NewHeader("1", smallPlan(1), Shard{})
	var holders atomic.Int32
	var done sync.WaitGroup
	for range 4 {
		done.Go(func() {
			for range 200 {
				j, err := h.OpenJournal(path)
				if err != nil {
					continue
				}
				assert.Equal(t, int32(1), holders.Add(1))
				holders.Add(-1)
				assert.NoError(t, j.Close())
			}
		})
	}
	done.Wait()
}
