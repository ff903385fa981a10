package logs

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
	"github.com/ulikunitz/xz"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// Whatever packs or codes a file, its text is the same.
func TestPlain(t *testing.T) {
	const want = "0\n1.5\n"
	packed := func(pack func(io.Writer) (io.WriteCloser, error)) string {
		var b bytes.Buffer
		w, err := pack(&b)
		require.NoError(t, err)
		_, err = io.WriteString(w, want)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.String()
	}
	bzipped, err := hex.DecodeString(bzippedHex)
	require.NoError(t, err)
	utf16 := func(order unicode.Endianness, mark unicode.BOMPolicy) string {
		coded, _, err := transform.String(unicode.UTF16(order, mark).NewEncoder(), want)
		require.NoError(t, err)
		return coded
	}
	zipped := packed(func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil })
	for name, text := range map[string]string{
		"as it is": want,
		"gzip":     zipped,
		"zstd":     packed(func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }),
		"xz":       packed(func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) }),
		"bzip2":    string(bzipped),
		"marked":   "\xef\xbb\xbf" + want,
		"UTF-16LE": utf16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16BE": utf16(unicode.BigEndian, unicode.UseBOM),
		"unmarked": utf16(unicode.LittleEndian, unicode.IgnoreBOM),
		"big":      utf16(unicode.BigEndian, unicode.IgnoreBOM),
	} {
		plain, err := Plain(strings.NewReader(text))
		require.NoError(t, err, name)
		got, err := io.ReadAll(plain)
		require.NoError(t, err, name)
		require.Equal(t, want, string(got), name)
	}
	_, _, err = readAll(t, Options{}, text("torn.gz", zipped[:len(zipped)-5]))
	require.EqualError(t, err, "torn.gz:3:1: found the end of the file in the middle of its data; "+
		"meant a complete file")
}

// bzippedHex is what bzip2 makes of it.
const bzippedHex = "425a6839314159265359b0a3bdc6000001d8000010000162002000218341" +
	"9a03191c5dc914e14242c28ef718"

// A hit may be as late as the window is long, and no later.
func TestWindow(t *testing.T) {
	var b strings.Builder
	for i := range windowHits - 1 {
		fmt.Fprintf(&b, "%d\n", 10+i)
	}
	hits, _, err := readAll(t, Options{}, text("late.txt", b.String()+"9\n"))
	require.NoError(t, err, "the first hit has not been handed out yet")
	require.Len(t, hits, windowHits)
	require.True(t, strings.HasPrefix(hits[0], "1970-01-01T00:00:09Z"), hits[0])
	_, _, err = readAll(t, Options{}, text("late.txt", b.String()+"1000000\n9\n"))
	require.EqualError(t, err, "late.txt:65537:1: found a request of 1970-01-01T00:00:09Z, after "+
		"65,536 records that began later; meant a log in order of time, or nearly so: sort it")
}

// The resolution is that of the first ten thousand stamps; a finer one later is an error.
func TestResolution(t *testing.T) {
	line := func(i int, fraction string) string {
		return time.Unix(int64(i), 0).UTC().Format("2006-01-02T15:04:05") + fraction + "Z\n"
	}
	var coarse strings.Builder
	for i := range settling {
		coarse.WriteString(line(i, ".000"))
	}
	fine := coarse.String() + line(settling, ".250")
	_, _, err := readAll(t, Options{}, text("x.log", fine))
	require.EqualError(t, err, "x.log:10001:1: found a stamp finer than the 1s of the stamps before "+
		"it; meant stamps of one resolution; --resolution 1s makes them so")
	for _, test := range []struct {
		text       string
		resolution time.Duration // given
		want       time.Duration
		last       string
	}{
		{fine, time.Second, time.Second, "1970-01-01T02:46:40Z +1s - - - - 0"},
		{line(7, ".250") + line(8, ".300"), 0, 10 * time.Millisecond,
			"1970-01-01T00:00:08.3Z +10ms - - - - 0"},
		{line(7, ".250") + line(8, ".301"), 0, time.Millisecond,
			"1970-01-01T00:00:08.301Z +1ms - - - - 0"},
		{line(7, ".123456789"), 0, 0, "1970-01-01T00:00:07.123456789Z +1ns - - - - 0"},
		{line(7, "") + line(8, ""), 0, time.Second, "1970-01-01T00:00:08Z +1s - - - - 0"},
		{"1970-01-01T00:07Z\n", 0, time.Minute, "1970-01-01T00:07:00Z +1m0s - - - - 0"},
		{"1772434803412\n1772434804000\n", 0, time.Millisecond,
			"2026-03-02T07:00:04Z +1ms - - - - 0"},
		{"1772434803.5\n1772434804.25\n", 0, 0, "2026-03-02T07:00:04.25Z +1ns - - - - 0"},
		{"1772434803.5\n", time.Second, time.Second, "2026-03-02T07:00:03Z +1s - - - - 0"},
		{"0.25\n", time.Second, time.Second, "1970-01-01T00:00:00Z +1s - - - - 0"},
		{"99999999\n", 0, 0, "1973-03-03T09:46:39Z +1ns - - - - 0"},
		{"100000000\n", 0, time.Second, "1973-03-03T09:46:40Z +1s - - - - 0"},
	} {
		hits, a, err := readAll(t, Options{Resolution: test.resolution}, text("x.log", test.text))
		require.NoError(t, err)
		require.Equal(t, test.last, hits[len(hits)-1])
		require.Equal(t, test.want, a.Resolution(), test.last)
	}
}

// However a log is cut into files, and in whatever order these come, its hits are the same, in
// order of their beginning; the account adds up.
func TestFilesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stamps := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 60).Draw(t, "stamps")
		files := rapid.IntRange(1, 4).Draw(t, "files")
		texts := make([]strings.Builder, files)
		want := map[int]int{} // hits by their second
		kept := 0
		for i, at := range stamps {
			path := "/oauth/token"
			if rapid.Bool().Draw(t, "other") {
				path = "/rates"
			} else {
				want[at]++
				kept++
			}
			b := &texts[rapid.IntRange(0, files-1).Draw(t, "file")]
			fmt.Fprintf(b, "10.0.0.1 - - [02/Mar/2026:07:00:%02d +0000] \"POST %s HTTP/1.1\" 200 %d\n",
				at, path, i)
		}
		var sources []Source
		for i := range texts {
			sources = append(sources, text(fmt.Sprint(i), texts[i].String()))
		}
		r, err := Open(sources, Options{Paths: []string{"/oauth/token"}})
		require.NoError(t, err)
		got := map[int]int{}
		for last := int64(0); r.Next(); last = r.Hit().Begin.From {
			require.GreaterOrEqual(t, r.Hit().Begin.From, last)
			got[int(r.Hit().Begin.From/second%60)]++
		}
		require.NoError(t, r.Err())
		require.Equal(t, want, got)
		a := r.Account()
		require.Equal(t, []int{len(stamps), kept, len(stamps) - kept},
			[]int{a.Read, a.Kept, a.Left[OtherPath].Count})
	})
}

// Whatever a log holds, it is read without a panic, the account adds up, and errors name a place.
func FuzzReader(f *testing.F) {
	for _, format := range Formats() {
		f.Add([]byte(format.Sample))
	}
	for _, text := range []string{"", "\n", "[", "{", `{"log":{"entries":[{"a":[`, "a,b\n\"x",
		"#Fields: a\n", "\x1f\x8b", "PK\x03\x04", "<testResults><httpSample ts=\"1\">",
		strings.Repeat("9", 200)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		hits, _, err := readAll(t, Options{Tolerate: 1}, text("fuzzed.log", string(content)))
		if err != nil {
			var m *strict.Mistake
			require.ErrorAs(t, err, &m)
			require.Equal(t, "fuzzed.log", m.File)
			require.Positive(t, m.Line)
			require.Positive(t, m.Column)
			require.NotEmpty(t, m.Found)
			require.NotEmpty(t, m.Meant)
			return
		}
		for _, hit := range hits {
			require.NotEmpty(t, hit)
		}
	})
}
