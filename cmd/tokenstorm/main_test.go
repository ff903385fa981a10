package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/ulikunitz/xz"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/tokenstorm/tokenstorm/internal/driven"
	"github.com/tokenstorm/tokenstorm/scenarios/study/cluster"
)

func TestMain(m *testing.M) {
	if _, given := os.LookupEnv("TOKENSTORM_CACHE"); !given {
		_ = os.Setenv("TOKENSTORM_CACHE", "off") // nothing of the user's is read or written
	}
	testscript.Main(m, map[string]func(){"tokenstorm": mainHeld})
}

// TestScripts carries out the command lines of testdata/script, each as a process of its own.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TOKENSTORM_CACHE", "off")
			town, err := filepath.Abs("testdata/drive/town.yaml")
			env.Setenv("TOWN", town)
			env.Setenv("COLUMNS", "300") // scripts look at every column; width.txtar at fewer
			return err
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": exitsWith, "drives": driven.Drives, "zip": zip, "pack": pack, "longline": longLine,
			"tear": tear, "valid": valid,
			"guarded": serveGuarded, "nats": serveNATS, "intercepting": serveIntercepting,
		},
	})
}

// serveNATS starts a NATS server with JetStream for the rest of the script; $NATS is its address.
func serveNATS(ts *testscript.TestScript, _ bool, _ []string) {
	s, err := cluster.Embed("127.0.0.1:-1")
	ts.Check(err)
	ts.Defer(func() { ts.Check(s.End()) })
	ts.Setenv("NATS", s.ClientURL())
}

// exitsWith runs a command and checks its exit code: code 104 tokenstorm run.
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code NUMBER COMMAND [ARGUMENTS]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = err.Error()
	}
	want := "exit status " + args[0]
	if args[0] == "0" {
		want = "0"
	}
	if got != want {
		ts.Fatalf("%v: %s, not %s", args[1:], got, want)
	}
}

// zip gzips a file: zip FROM TO [cut]; cut writes the first half alone.
func zip(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(z.Close())
	data := b.Bytes()
	if len(args) > 2 {
		data = data[:len(data)/2]
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o644))
}

// pack writes a file anew, packed or coded as the name of the other one ends: pack FROM TO.
func pack(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch filepath.Ext(args[1]) {
	case ".zst":
		w, err = zstd.NewWriter(&b)
	case ".xz":
		w, err = xz.NewWriter(&b)
	case ".utf16":
		w = transform.NewWriter(&b, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder())
	default:
		ts.Fatalf("pack does not know %s", args[1])
	}
	ts.Check(err)
	_, err = io.WriteString(w, ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o644))
}

// longLine writes a file of one line of 100 MB.
func longLine(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte("7"), 100_000_000), 0o644))
}

// tear copies a file as a process leaves it that is killed half way: tear FROM TO.
func tear(ts *testscript.TestScript, _ bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data[:len(data)*2/3], 0o644))
}
