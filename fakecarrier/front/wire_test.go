package front

import (
	"bufio"
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata/wire")

// Each archive is a conversation with one carrier, as raw HTTP: files NAME.request, and the answers
// NAME.answer. Its first line, `profile P, THROTTLE, json|html, quota N`, opens the World; further
// lines `NAME: do` change something before that request: advance 1h, repeat 16, outage 503, ban,
// lift. {NAME.member} in a request stands for a member of an earlier answer, {code} for the code of
// the last redirect. Tokens are cut short in answers.
func TestWireGoldens(t *testing.T) {
	files, err := filepath.Glob("testdata/wire/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			require.NoError(t, err)
			want := txtar.Format(archive)
			converse(t, archive)
			got := txtar.Format(archive)
			if *update {
				require.NoError(t, os.WriteFile(file, got, 0o644))
				return
			}
			require.Equal(t, string(want), string(got))
		})
	}
}

// A conversation is what requests may refer to.
type conversation struct {
	replies map[string]*httptest.ResponseRecorder
	code    string
}

// converse replaces the answers of an archive by those that the World gives.
func converse(t *testing.T, archive *txtar.Archive) {
	lines := strings.Split(strings.TrimSpace(string(archive.Comment)), "\n")
	var profile, throttle, page string
	var quota int
	_, err := fmt.Sscanf(strings.ReplaceAll(lines[0], ",", ""), "profile %s %s %s quota %d",
		&profile, &throttle, &page, &quota)
	require.NoError(t, err, "the first line is: profile NAME, THROTTLE, json|html, quota N")
	w, clock := world(t, profile, throttle, func(s *Setup) {
		require.NoError(t, s.BanBody.UnmarshalText([]byte(page)))
		s.Clients = []Credentials{
			{ID: "shop", Secret: "s3cret"}, {ID: "blocked", Secret: "s3cret", Blocked: true},
		}
		if quota > 0 {
			s.Profile = s.Profile.WithDailyQuota(quota)
		}
	})
	talk := conversation{replies: map[string]*httptest.ResponseRecorder{}}
	var files []txtar.File
	for _, f := range archive.Files {
		name, ok := strings.CutSuffix(f.Name, ".request")
		if !ok {
			continue
		}
		repeat := 1
		for _, line := range lines[1:] {
			if do, ok := strings.CutPrefix(line, name+": "); ok {
				repeat = max(repeat, prepare(t, w, clock.Advance, do))
			}
		}
		for range repeat {
			talk.replies[name] = talk.ask(t, w, string(f.Data))
		}
		w.Clear()
		files = append(files, f, txtar.File{Name: name + ".answer", Data: raw(talk.replies[name])})
	}
	archive.Files = files
}

// prepare does what a comment line wants, and returns how often the request is sent.
func prepare(t *testing.T, w *World, advance func(time.Duration), do string) int {
	verb, arg, _ := strings.Cut(do, " ")
	switch verb {
	case "advance":
		d, err := time.ParseDuration(arg)
		require.NoError(t, err)
		advance(d)
	case "repeat":
		var n int
		_, err := fmt.Sscan(arg, &n)
		require.NoError(t, err)
		return n
	case "outage":
		var status int
		_, err := fmt.Sscan(arg, &status)
		require.NoError(t, err)
		require.NoError(t, w.Inject(Fault{Status: status}))
	case "ban":
		_, err := w.Impose(caller, "shop")
		require.NoError(t, err)
	case "lift":
		require.NoError(t, w.Lift(caller, "shop"))
	default:
		require.Fail(t, "unknown line: "+do)
	}
	return 1
}

var reference = regexp.MustCompile(`\{(\w+)\.(\w+)\}`)

func (c *conversation) ask(t *testing.T, w *World, text string) *httptest.ResponseRecorder {
	text = strings.ReplaceAll(text, "{code}", c.code)
	text = reference.ReplaceAllStringFunc(text, func(found string) string {
		m := reference.FindStringSubmatch(found)
		require.Contains(t, c.replies, m[1])
		return member(t, c.replies[m[1]], m[2])
	})
	head, body, _ := strings.Cut(text, "\n\n")
	body = strings.TrimSuffix(body, "\n")
	head = strings.ReplaceAll(strings.TrimSpace(head), "\n", "\r\n")
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head + "\r\n\r\n")))
	require.NoError(t, err)
	r.Body = io.NopCloser(strings.NewReader(body))
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r.WithContext(WithSource(r.Context(), caller)))
	if back, err := rec.Result().Location(); err == nil {
		c.code = cmp.Or(back.Query().Get("code"), c.code)
	}
	return rec
}

// long is what a token or a code looks like.
var long = regexp.MustCompile(`[\w-]{50,}(\.[\w-]+)*`)

// raw writes an answer as it is on the wire, headers sorted.
func raw(rec *httptest.ResponseRecorder) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\n", rec.Code, http.StatusText(rec.Code))
	header := rec.Header().Clone()
	header.Del("Content-Length") // of the whole token
	var sorted bytes.Buffer
	if err := header.Write(&sorted); err != nil {
		panic(err)
	}
	b.WriteString(strings.ReplaceAll(sorted.String(), "\r\n", "\n"))
	fmt.Fprintf(&b, "\n%s\n", strings.TrimRight(rec.Body.String(), "\n"))
	return long.ReplaceAllFunc(b.Bytes(), func(token []byte) []byte {
		return append(token[:12:12], "..."...)
	})
}
