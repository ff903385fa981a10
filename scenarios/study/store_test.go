package study

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

func TestReadWhatWasWritten(t *testing.T) {
	text := written(t, executed(t, NewHeader("1.2", smallPlan(3), Shard{}), inTurn))
	require.Equal(t, 1+3*12, strings.Count(text, "\n"))
	require.Equal(t, text, written(t, reread(t, "x", text)))
	require.Contains(t, text, "no luck")
	require.Contains(t, text, `"error":"panic: a bug"`)
	require.NotContains(t, text, "and a stack")
}

func TestFailuresLoseNothing(t *testing.T) {
	s := executed(t, NewHeader("1", smallPlan(10), Shard{}), inTurn)
	failed := len(s.Failures())
	require.Positive(t, failed)
	require.Less(t, failed, 60)
	require.Zero(t, s.Missing())
}

func TestIncompleteIsNotWritten(t *testing.T) {
	s := executed(t, NewHeader("1", smallPlan(1), Shard{}), shuffled(1, 5))
	require.Equal(t, 2, s.Missing())
	require.EqualError(t, s.Write(&strings.Builder{}),
		"2 of 12 cells are missing: finish the study first")
}

func TestReadMistakes(t *testing.T) {
	text := written(t, executed(t, NewHeader("1", smallPlan(1), Shard{}), inTurn))
	lines := strings.SplitAfter(text, "\n")
	for _, c := range []struct {
		name, text, want string
	}{
		{"empty", "", "x:1:1: found an empty file; meant the results of a study"},
		{"cut in a line", text[:len(text)-10],
			"x:13:1: found the end of the file in the middle of a line; meant a whole file of results"},
		{"cut after a line", strings.Join(lines[:8], ""),
			"x:9:1: found the end of the file after 7 of 12 cells; meant a whole file"},
		{"too long", text + lines[1], "x:14:1: found a line after the last cell"},
		{"two lines changed places", lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], ""),
			"x:2:1: found calm with lock, reading akamai, seed 1; meant calm with naive"},
		{"something else", "about: a scenario\n", "x:1:1: found no header; meant the results"},
		{"of the future", strings.Replace(text, `"format":3`, `"format":4`, 1),
			"x:1:1: found format 4; meant format 3 or an older one, which this version reads"},
		{"an unknown member", strings.Replace(text, `"outcome":{`, `"outcome":{"luck":1,`, 1),
			`found unknown field "luck"; meant a line as a study writes it`},
		{"words for a count", strings.Replace(text, `"bans":`, `"bans":"many","b":`, 1),
			"found a string at outcome.bans; meant a whole number"},
		{"a number for a name", strings.Replace(text, `"reading":"akamai"`, `"reading":7`, 1),
			"found a number at reading; meant a string"},
		{"a broken count", strings.Replace(text, `"started":`, `"started":1.5,"s":`, 1),
			"found a number 1.5 at outcome.started; meant a whole number"},
		{"a damaged histogram", strings.Replace(text, `"latency":"`, `"latency":"!`, 1),
			"a histogram that is cut short or damaged"},
		{"a broken plan", strings.Replace(text, `"naive"`, `"lock"`, 1),
			"x:1:1: found strategy lock is named twice; meant a plan"},
		{"a plan without end", strings.Replace(text, `"seeds":1`, `"seeds":1000000000`, 1),
			"found 1000000000 seeds of 12 cells each; a study has at most 10000000 cells"},
		{"neither", strings.Replace(text, lines[1],
			`{"seed":1,"scenario":"calm","reading":"akamai","strategy":"naive"}`+"\n", 1),
			"x:2:1: found a cell with neither outcome nor error"},
		{"two on a line", strings.Replace(text, lines[1], "{}"+lines[1], 1),
			"found something after the closing brace"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read("x", strings.NewReader(resealed(c.text)))
			var config *strict.Mistake
			require.ErrorAs(t, err, &config)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// resealed is the text with lines whose checksums are right, whatever they say: somebody wrote them
// by hand. What has none gets one.
func resealed(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		object, isObject := strings.CutSuffix(line, "}\n")
		if !isObject {
			b.WriteString(line)
			continue
		}
		if at := len(line) - 1 - sealBytes; strings.HasPrefix(line[max(0, at):], sealKey) {
			object = line[:at]
		}
		b.Write(append(seal([]byte(object)), '\n'))
	}
	return b.String()
}

// A file of which any one bit has changed, and one of which any one byte is another, is refused;
// so is one that lost its last line break.
func TestAnyDamageIsSeen(t *testing.T) {
	one := Plan{
		Scenarios: []string{"calm"}, Readings: []string{"akamai"}, Strategies: []string{"naive"},
		First: 1, Seeds: 1,
	}
	text := written(t, executed(t, NewHeader("1", one, Shard{}), inTurn))
	for at := range text {
		for _, flip := range []byte{1, 2, 4, 8, 16, 32, 64, 128, 0xff} {
			damaged := []byte(text)
			damaged[at] ^= flip
			_, err := read("x", strings.NewReader(string(damaged)))
			require.Error(t, err, "byte %d, %#x", at, flip)
		}
	}
}

// Formats without checksums are read as well.
func TestFormatWithoutChecksums(t *testing.T) {
	text := written(t, executed(t, NewHeader("1", smallPlan(1), Shard{}), inTurn))
	old := regexp.MustCompile(`,"crc32c":"[0-9a-f]{8}"}`).ReplaceAllString(text, "}")
	old = strings.Replace(old, `"format":3`, `"format":2`, 1)
	require.Equal(t, text, written(t, reread(t, "x", old)))
	_, err := read("x", strings.NewReader(strings.Replace(text, `"format":3`, `"format":2`, 1)))
	require.ErrorContains(t, err, `found unknown field "crc32c"`)
}

func FuzzRead(f *testing.F) {
	text := written(f, executed(f, NewHeader("1", smallPlan(1), Shard{}), inTurn))
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add("{}\n{}\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := read("x", strings.NewReader(text))
		if err == nil {
			again := written(t, s)
			require.Equal(t, again, written(t, reread(t, "x", again)))
		}
	})
}
