package archive

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// kept is an archive of one scenario of a name, with a strategy from elsewhere.
func kept(t *testing.T) *Archive {
	s, err := scenarios.Load("quiet-day")
	require.NoError(t, err)
	mine := filepath.Join(t.TempDir(), "mine.yaml")
	require.NoError(t, os.WriteFile(mine, []byte("about: Mine.\n"), 0o644))
	p := study.Plan{Scenarios: []string{"quiet-day"}, Readings: []string{"akamai"},
		Strategies: []string{"mine"}, First: 1, Seeds: 1,
		Inputs: []study.Input{study.StrategyFile(mine, []byte("about: Mine.\n"), "mine")}}
	require.NoError(t, p.AddScenario("quiet-day", s))
	of := study.New(study.NewHeader("1", p, study.Shard{}))
	for c := range of.Cells() {
		require.NoError(t, of.Put(study.Result{Cell: c, Outcome: &measure.Outcome{Digest: "d"}}))
	}
	a, err := Collect(of)
	require.NoError(t, err)
	return a
}

func written(t *testing.T, a *Archive) []byte {
	var b bytes.Buffer
	require.NoError(t, a.Write(&b))
	return b.Bytes()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	a := kept(t)
	data := written(t, a)
	require.Equal(t, data, written(t, a), "equal archives are equal bytes")
	require.True(t, IsArchive(data))
	again, err := Read("a.zip", data)
	require.NoError(t, err)
	require.Equal(t, a.Inputs, again.Inputs)
	require.Equal(t, a.Study.Plan, again.Study.Plan)
	require.Equal(t, "d", again.Study.Result(0).Outcome.Digest)
	require.Equal(t, "about: Mine.\n", string(again.Inputs[1]))
	require.Equal(t, data, written(t, again))
}

// A file that is not as it was when the study read it is not kept as if it were.
func TestChangedInputIsNotKept(t *testing.T) {
	a := kept(t)
	file := a.Study.Plan.InputsOf(study.StrategyInput)[0].Name
	require.NoError(t, os.WriteFile(file, []byte("about: Other.\n"), 0o644))
	_, err := Collect(a.Study)
	require.ErrorContains(t, err, "mine.yaml has changed since the study read it")
	require.NoError(t, os.Remove(file))
	_, err = Collect(a.Study)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// A change writes the members of an archive anew, in its own way.
type change func(z *zip.Writer, name string, text []byte) error

func as(z *zip.Writer, name string, text []byte) error {
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}

func changed(t *testing.T, data []byte, do change, more ...string) []byte {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		in, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(in)
		require.NoError(t, err)
		require.NoError(t, do(w, f.Name, text))
	}
	for _, name := range more {
		require.NoError(t, as(w, name, nil))
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestWhatIsNoArchiveIsRefused(t *testing.T) {
	data := written(t, kept(t))
	without := func(missing string) change {
		return func(z *zip.Writer, name string, text []byte) error {
			if name == missing {
				return nil
			}
			return as(z, name, text)
		}
	}
	const mine = "inputs/2-mine.yaml"
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "a.zip:1:1: found no whole zip: not a valid zip file"},
		{"cut", data[:len(data)/2], "found no whole zip"},
		{"of somebody else", changed(t, data, func(*zip.Writer, string, []byte) error { return nil },
			"word/document.xml"), "a.zip:results.ndjson:1:1: found no such member"},
		{"without its results", changed(t, data, without(resultsName)), "found no such member"},
		{"without an input", changed(t, data, without(mine)), "a.zip:" + mine + ":1:1: found no such"},
		{"with more", changed(t, data, as, "more"), "a.zip:more:1:1: found a member that is no part"},
		{"that leads elsewhere", changed(t, data, as, "../../etc/passwd"), "../../etc/passwd"},
		{"with a name twice", changed(t, data, as, mine), "found the same name twice"},
		{"with another text", changed(t, data, func(z *zip.Writer, name string, text []byte) error {
			return as(z, name, append(text, ' '))
		}), "damaged"},
		{"with another input", changed(t, data, func(z *zip.Writer, name string, text []byte) error {
			if name == mine {
				text = []byte("about: Other.\n")
			}
			return as(z, name, text)
		}), "a.zip:" + mine + ":1:1: found the SHA-256 "},
		{"with a link", changed(t, data, func(z *zip.Writer, name string, text []byte) error {
			if name != mine {
				return as(z, name, text)
			}
			h := &zip.FileHeader{Name: name}
			h.SetMode(fs.ModeSymlink | 0o777)
			w, err := z.CreateHeader(h)
			if err == nil {
				_, err = w.Write([]byte("/etc/passwd"))
			}
			return err
		}), "found a link, a folder or a device"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read("a.zip", test.data)
			if test.want == "damaged" {
				require.Error(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
			var mistake *strict.Mistake
			require.ErrorAs(t, err, &mistake)
		})
	}
}

// Whatever byte is damaged: it is refused, or it says the same.
func TestDamagedByteIsNeverBelieved(t *testing.T) {
	a := kept(t)
	data := written(t, a)
	for at := range data {
		damaged := bytes.Clone(data)
		damaged[at] ^= 0x10
		again, err := Read("a.zip", damaged)
		if err == nil {
			require.Equal(t, a.Inputs, again.Inputs, at)
			was, is := a.Study.Result(0), again.Study.Result(0)
			require.Equal(t, study.Form(&was), study.Form(&is), at)
		}
	}
}

// A member of more bytes than its bound is refused, whether it says so or not.
func TestBombsAreRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("huge")
	require.NoError(t, err)
	_, err = io.Copy(w, io.LimitReader(zeros{}, 1<<20))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	for name, claim := range map[string]uint64{"as it says": 1 << 20, "as it hides": 10} {
		opened, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		require.NoError(t, err)
		opened.File[0].UncompressedSize64 = claim
		r := reader{name: "a.zip", members: map[string]*zip.File{"huge": opened.File[0]}}
		_, err = r.take("huge", 1000)
		require.Error(t, err, name)
	}
	more := strings.Fields(strings.Repeat("x ", mostMembers))
	many := changed(t, written(t, kept(t)), as, more...)
	_, err = Read("a.zip", many)
	require.ErrorContains(t, err, "members; meant at most 10000")
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestExtractedNamesStayInTheFolder(t *testing.T) {
	for name, want := range map[string]string{
		"../../up.yaml": "inputs/1-up.yaml", "/etc/passwd": "inputs/1-passwd",
		`C:\dir\a.yaml`: "inputs/1-C__dir_a.yaml", "..": "inputs/1-..", "a\nb": "inputs/1-a_b",
	} {
		require.Equal(t, want, memberName(0, study.Input{Kind: study.StrategyInput, Name: name}))
	}
}
