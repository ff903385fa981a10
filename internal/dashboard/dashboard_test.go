package dashboard

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A held study goes on by one run whenever it is let.
type held struct {
	*testing.T
	header study.Header
	of     *study.Progress
	board  *Dashboard
	let    chan bool // to go on; closed: to the end
	ended  chan *study.Study
}

func one() int { return 1 }

// hold begins a study of two strategies, naive being banned, with a dashboard. Seed 3 fails.
func hold(t *testing.T, seeds int) *held {
	h := &held{T: t, let: make(chan bool), ended: make(chan *study.Study, 1)}
	h.header = study.NewHeader("1", study.Plan{
		Scenarios: []string{"<storm>"}, Readings: []string{"akamai"},
		Strategies: []string{"naive", "lock"}, First: 1, Seeds: seeds,
	}, study.Shard{})
	h.of = study.NewProgress(h.header)
	var err error
	h.board, err = Listen("127.0.0.1:0", h.of, About{Scenario: "<storm>", Command: "tokenstorm it",
		Version: "1", Workers: one})
	require.NoError(t, err)
	t.Cleanup(func() { h.board.Close(canceled(), nil) })
	run := study.Each(func(c study.Cell) (measure.Outcome, error) {
		<-h.let
		if c.Seed == 3 {
			return measure.Outcome{}, errors.New("no luck")
		}
		o := measure.Outcome{Judged: true}
		if c.Strategy == "naive" {
			o.Bans.Count, o.Unmet = 1, []string{"no ban"}
		}
		return o, nil
	})
	now := time.Unix(0, 0)
	clock := func() time.Time { now = now.Add(time.Millisecond); return now }
	go func() {
		s, _ := h.header.Execute(h.of.Timed(run, clock), func(n int, do func(i int)) {
			for i := range n {
				do(i)
			}
		}, h.of)
		h.ended <- s
	}()
	return h
}

// canceled is a context that has ended.
func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// get asks the dashboard.
func (h *held) get(path, accept string) (body string, header http.Header) {
	r, err := http.NewRequestWithContext(h.Context(), http.MethodGet, h.board.Address()+path, nil)
	require.NoError(h, err)
	r.Header.Set("Accept", accept)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(h, err)
	defer answer.Body.Close()
	require.Equal(h, http.StatusOK, answer.StatusCode)
	text, err := io.ReadAll(answer.Body)
	require.NoError(h, err)
	return string(text), answer.Header
}

// A told is what a page reads of a snapshot.
type told struct {
	State       string
	Runs        struct{ All, Done, Failed int }
	Contestants []struct {
		Strategy  string
		N, Banned int
		Text      string
		Verdict   string
		Low, High float64
		Past      [][3]float64
	}
}

// events reads the stream of events until one is such, and returns its name.
func (h *held) events(such func(told) bool) (name string, is told, leave func()) {
	r, err := http.NewRequestWithContext(h.Context(), http.MethodGet, h.board.Address()+"/events", nil)
	require.NoError(h, err)
	answer, err := http.DefaultClient.Do(r) //nolint:bodyclose // leave closes it
	require.NoError(h, err)
	require.Equal(h, "text/event-stream", answer.Header.Get("Content-Type"))
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if of, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = of
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			is = told{}
			require.NoError(h, json.Unmarshal([]byte(data), &is))
			if such(is) {
				return name, is, func() { _ = answer.Body.Close() }
			}
		}
	}
	require.NoError(h, lines.Err())
	require.Fail(h, "the stream ended")
	return
}

// finish lets the study run to its end, and shows it.
func (h *held) finish() *study.Study {
	close(h.let)
	s := <-h.ended
	h.board.Finish(s)
	return s
}

// What is shown in the end is what is printed: the same counts, bounds and words.
func TestEndIsAsPrinted(t *testing.T) {
	h := hold(t, 20)
	for range 9 {
		h.let <- true
	}
	_, during, leave := h.events(func(s told) bool { return s.Runs.Done >= 9 })
	leave()
	require.Equal(t, "running", during.State)
	require.Equal(t, 40, during.Runs.All)
	require.Equal(t, 2, during.Runs.Failed)
	require.GreaterOrEqual(t, during.Contestants[0].N, 4)

	s := h.finish()
	name, after, leave := h.events(func(s told) bool { return s.State == "done" })
	require.Equal(t, "whole", name, "a page that is opened late has everything")
	require.Equal(t, 40, after.Runs.Done)
	for i, c := range s.Plan.Contestants() {
		p, got := s.Proportion(c, study.NoBan).Without(), after.Contestants[i]
		require.Equal(t, p.Hits, got.Banned)
		require.Equal(t, p.N, got.N)
		require.Equal(t, s.Probable(p), got.Text)
		require.InDelta(t, s.Interval(p).Low, got.Low, 1e-15)
		require.InDelta(t, s.Interval(p).High, got.High, 1e-15)
		require.Equal(t, s.Rule(c, study.AsExpected, study.Required).Verdict.String(), got.Verdict)
		last := got.Past[len(got.Past)-1]
		require.Equal(t, [3]float64{float64(got.N), got.Low, got.High}, last)
		require.Greater(t, len(got.Past), 1, "and how it narrowed")
	}
	leave()
}

// The page stands alone: it names no other file, and the figures in it can end no script.
func TestPageIsOneFile(t *testing.T) {
	h := hold(t, 2)
	page, header := h.get("/", "*/*")
	require.Contains(t, page, `id="figures">{"format":1,"scenario":"\u003cstorm>"`)
	for _, asked := range []string{"src=", `rel="stylesheet"`, "import ", "@import", "url("} {
		require.NotContains(t, page, asked)
	}
	require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'")
	require.Contains(t, page, fmt.Sprintf("<script>%s</script>", script), "as its sum says")
	close(h.let)
}

// What is written is the page as it is saved in a browser: it asks nobody.
func TestWrittenPage(t *testing.T) {
	h := hold(t, 2)
	d := Unserved(h.of, About{Scenario: "s", Workers: one})
	d.Finish(h.finish())
	var b bytes.Buffer
	require.NoError(t, d.Write(&b))
	require.Regexp(t, `^<!doctype html>\n<html lang="en" data-saved="\d{4}-\d\d-\d\d \d\d:\d\d">`,
		b.String())
	require.Contains(t, b.String(), `"state":"done"`)
	d.Close(t.Context(), func() { require.Fail(t, "nobody can look") })
}

// The program goes on while a page is open, and ends at once where none is.
func TestCloseWaitsForOpenPages(t *testing.T) {
	h := hold(t, 2)
	h.finish()
	_, _, leave := h.events(func(s told) bool { return s.State == "done" })
	closed := make(chan bool)
	waiting := make(chan bool)
	go func() {
		h.board.Close(t.Context(), func() { close(waiting) })
		close(closed)
	}()
	<-waiting
	select {
	case <-closed:
		require.Fail(t, "a page is open")
	default:
	}
	leave()
	<-closed

	h = hold(t, 2)
	h.finish()
	h.board.Close(t.Context(), func() { require.Fail(t, "nobody looks") })
}

// The metrics are what the libraries of Prometheus read, in both of its formats.
func TestMetrics(t *testing.T) {
	h := hold(t, 3)
	h.finish()
	for _, test := range []struct{ accept, kind, end string }{
		{"*/*", "text/plain; version=0.0.4", ""},
		{"application/openmetrics-text;version=1.0.0", "application/openmetrics-text; version=1.0.0",
			"\n# EOF\n"},
	} {
		text, header := h.get("/metrics", test.accept)
		require.True(t, strings.HasPrefix(header.Get("Content-Type"), test.kind), header)
		require.True(t, strings.HasSuffix(text, test.end))
		parser := expfmt.NewTextParser(model.UTF8Validation)
		families, err := parser.TextToMetricFamilies(strings.NewReader(text))
		require.NoError(t, err, text)
		for _, line := range []string{
			`tokenstorm_study_runs_banned_total{reading="akamai",scenario="<storm>",strategy="naive"} 2`,
			`tokenstorm_study_runs_done_total{reading="akamai",scenario="<storm>",strategy="lock"} 3`,
			`tokenstorm_study_runs_failed_total{reading="akamai",scenario="<storm>",strategy="lock"} 1`,
			"tokenstorm_study_runs 6", "tokenstorm_study_left_seconds 0",
		} {
			require.Contains(t, text, "\n"+line)
		}
		require.Len(t, families, 12)
	}
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(collector{h.board})
	problems, err := testutil.GatherAndLint(registry)
	require.NoError(t, err)
	require.Empty(t, problems)
}

// Who asks by a name that somebody else has made to lead here gets nothing.
func TestHostsByAddressAlone(t *testing.T) {
	ask := func(host string) int {
		r := httptest.NewRequest(http.MethodGet, "/study.json", nil)
		r.Host = host
		rw := httptest.NewRecorder()
		byAddress(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(rw, r)
		return rw.Code
	}
	for _, host := range []string{"127.0.0.1:80", "127.0.0.1", "localhost:5665", "[::1]:80", "[::1]"} {
		require.Equal(t, http.StatusOK, ask(host), host)
	}
	for _, host := range []string{"evil.example:80", "evil.example", "127.0.0.1.evil.example:80", ""} {
		require.Equal(t, http.StatusForbidden, ask(host), host)
	}
}

func TestAddressThatCannotBeListenedOn(t *testing.T) {
	_, err := Listen("nowhere.invalid:1", nil, About{})
	require.ErrorContains(t, err, "found --dashboard nowhere.invalid:1; meant HOST:PORT")
}
