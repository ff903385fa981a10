//go:build clients

// Clients of rotating refresh tokens that others wrote, unmodified, each in processes of its own,
// against the fake carrier: they keep and lose their sessions as the strategies named after them
// do.

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// rotatingClients are the scripts in testdata/clients/rotating, the library that each uses, and the
// strategy that models it.
var rotatingClients = []struct {
	script, npm, model string
	// unlike is what comes of scenarios in which the library does otherwise than its model.
	unlike map[string]ending
}{
	{"simple-oauth2", "simple-oauth2", "rotating-authjs", nil},
	{"openid-client", "openid-client", "rotating-authjs", nil},
	{"xero-node", "xero-node", "rotating-authjs", nil},
	{"mcp", "@modelcontextprotocol/sdk", "rotating-mcp-typescript", nil},
	{"intuit-oauth", "intuit-oauth", "rotating-intuit", nil},

	// Google rotates none, and its library goes on with the refresh token that it began with. Each of
	// the two gets a pair and calls three times in the hour that it lives; then it presents the first
	// refresh token at each of three calls.
	{"google-auth-library", "google-auth-library", "rotating-google-auth-node", map[string]ending{
		"forgiven.yaml": {Renewals: 8, Answered: 2, Refused: 6, Succeeded: 6, Lost: true},
	}},
}

// TestClientsKeepSessionsAsTheirModels carries each scenario of testdata/rotating out with each
// library, one process a node, and simulates it with the model of the library. What the carrier
// saw, how many calls succeeded and whether the session was lost must be the same.
func TestClientsKeepSessionsAsTheirModels(t *testing.T) {
	files, err := filepath.Glob("testdata/rotating/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	cells := make([][]string, len(rotatingClients))
	t.Run("each", func(t *testing.T) {
		for i, c := range rotatingClients {
			cells[i] = make([]string, len(files))
			for j, file := range files {
				t.Run(c.script+"/"+filepath.Base(file), func(t *testing.T) {
					t.Parallel()
					s, err := scenarios.Load(file)
					require.NoError(t, err)
					want := modelled(t, s, c.model)
					unlike, ok := c.unlike[filepath.Base(file)]
					if ok {
						require.NotEqual(t, want, unlike, "the model does as the library does")
						want = unlike
					}
					require.Equal(t, want, newLockstep(t, s, c.script).run())
					if cells[i][j] = want.String(); ok {
						cells[i][j] += ", unlike its model"
					}
				})
			}
		}
	})
	if slices.Contains(slices.Concat(cells...), "") {
		return // a part of them was run, or failed
	}
	var table strings.Builder
	table.WriteString("| client | model |")
	for _, file := range files {
		fmt.Fprintf(&table, " %s |", strings.TrimSuffix(filepath.Base(file), ".yaml"))
	}
	table.WriteString("\n|:--- |:--- |" + strings.Repeat(":--- |", len(files)) + "\n")
	for i, c := range rotatingClients {
		fmt.Fprintf(&table, "| %s | `%s` | %s |\n", npm(c.npm), c.model, strings.Join(cells[i], " | "))
	}
	holdPage(t, "rotating", table.String())
}

// An ending is what came of a scenario.
type ending struct {
	Renewals, Answered, Refused int // token requests: all, with tokens, with invalid_grant
	Succeeded                   int // calls
	Lost                        bool
}

// String is a cell of docs/clients.md.
func (e ending) String() string {
	fate := "kept"
	if e.Lost {
		fate = "**lost**"
	}
	return fmt.Sprintf("%s, %d of %d answered", fate, e.Answered, e.Renewals)
}

func modelled(t *testing.T, s *scenarios.Scenario, model string) ending {
	t.Helper()
	strategy, err := spec.Lookup(model)
	require.NoError(t, err)
	tally, err := world.Run{Scenario: s, Strategy: strategy, Seed: 1}.Do()
	require.NoError(t, err)
	o := &tally.Outcome
	return ending{
		o.Token.Requests, o.Token.Status.OK, o.Token.Status.Other[400], o.Actions.Succeeded,
		o.Sessions.Lost > 0,
	}
}

// A lockstep carries a scenario out with real processes: the clock stands still until every
// process waits for an answer, or has ended its call.
type lockstep struct {
	t         *testing.T
	scenario  *scenarios.Scenario
	clock     *clockwork.FakeClock
	world     *front.World
	processes []*process
	agenda    []appointment
	ending    ending
}

type appointment struct {
	at time.Duration // since the scenario's beginning
	do func()
}

// A process is one node.
type process struct {
	in       io.Writer
	lines    <-chan []byte
	requests chan *request
	held     string // its refresh token
	waits    string // the file where it writes down how long it waits of its own accord
}

// waited is how long it has waited since it was last asked.
func (p *process) waited(t *testing.T) (total time.Duration) {
	t.Helper()
	text, err := os.ReadFile(p.waits)
	if errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	require.NoError(t, err)
	require.NoError(t, os.Remove(p.waits))
	for line := range strings.Lines(string(text)) {
		wait, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
		require.NoError(t, err)
		total += time.Duration(wait * float64(time.Millisecond))
	}
	return total
}

// A request of a process is under way until its fate is known.
type request struct {
	*http.Request
	answer chan *httptest.ResponseRecorder // nil: the answer is lost
}

func newLockstep(t *testing.T, s *scenarios.Scenario, script string) *lockstep {
	t.Helper()
	profile, throttle, err := s.CarrierUnder(s.Carrier.Reading)
	require.NoError(t, err)
	if script == "intuit-oauth" { // it takes a refresh token for invalid of which nobody says this
		wire := *profile.Wire
		wire.Pair = strings.TrimSuffix(wire.Pair, "}") + `,"x_refresh_token_expires_in":8726400}`
		profile.Wire = &wire
	}
	h := &lockstep{t: t, scenario: s, clock: clockwork.NewFakeClockAt(s.Begins())}
	h.world, err = front.NewWorld(front.Setup{Profile: profile, Throttle: throttle, Clock: h.clock})
	require.NoError(t, err)
	refresh, err := h.world.SignIn("customer-0")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "tokens.json")
	saved, err := json.Marshal(map[string]string{"refresh_token": refresh})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, saved, 0o600))
	for range s.Fleet.Nodes {
		h.processes = append(h.processes, startProcess(t, script, file, s.Begins()))
	}
	return h
}

// startProcess starts a process in the time of the scenario, whose requests wait for their fate.
func startProcess(t *testing.T, script, file string, begins time.Time) *process {
	t.Helper()
	requests, lines := make(chan *request), make(chan []byte)
	gate := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		of := &request{r, make(chan *httptest.ResponseRecorder)}
		of.Body = io.NopCloser(bytes.NewReader(body))
		var answer *httptest.ResponseRecorder
		select {
		case requests <- of:
			select {
			case answer = <-of.answer:
			case <-r.Context().Done():
			}
		case <-r.Context().Done():
		}
		if answer == nil {
			panic(http.ErrAbortHandler)
		}
		for name, values := range answer.Header() {
			rw.Header()[name] = values
		}
		rw.WriteHeader(answer.Code)
		_, _ = rw.Write(answer.Body.Bytes())
	}))
	gate.Config.SetKeepAlivesEnabled(false) // a connection does not last for hours of the clock
	c := exec.CommandContext(t.Context(), "node", "rotating/"+script+".js", gate.URL, file,
		strconv.FormatInt(begins.UnixMilli(), 10))
	c.Dir, c.Stderr = "testdata/clients", os.Stderr
	in, err := c.StdinPipe()
	require.NoError(t, err)
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			select {
			case lines <- slices.Clone(scanner.Bytes()):
			case <-t.Context().Done():
			}
		}
	}()
	t.Cleanup(func() {
		_ = c.Wait() // the end of the test has killed it
		gate.Close()
	})
	waits := fmt.Sprintf("%s.%d.waits", file, c.Process.Pid)
	return &process{in: in, lines: lines, requests: requests, waits: waits}
}

// run lets the users click, and returns what came of it.
func (h *lockstep) run() ending {
	s := h.scenario
	loads := s.Callers()
	for i := range s.Workload {
		next := s.Clicks(i, func(string) *rand.Rand { return rand.New(rand.NewPCG(1, 1)) })
		for c, ok := next(); ok && c.At < s.Lasts(); c, ok = next() {
			home, _ := loads[i].Seat(c.User, s.Fleet.Nodes)
			h.at(c.At, func() { h.click(h.processes[home]) })
		}
	}
	for len(h.agenda) > 0 && h.agenda[0].at < s.Lasts() {
		next := h.agenda[0]
		h.agenda = h.agenda[1:]
		h.clock.Advance(next.at - h.now())
		next.do()
	}
	h.clock.Advance(s.Lasts() - h.now())
	h.ending.Lost = !slices.ContainsFunc(h.processes, func(p *process) bool {
		return h.world.Takes("customer-0", p.held)
	})
	return h.ending
}

func (h *lockstep) now() time.Duration { return h.clock.Now().Sub(h.scenario.Begins()) }

func (h *lockstep) at(at time.Duration, do func()) {
	i := slices.IndexFunc(h.agenda, func(a appointment) bool { return a.at > at })
	if i < 0 {
		i = len(h.agenda)
	}
	h.agenda = slices.Insert(h.agenda, i, appointment{at, do})
}

// click lets a process make a call.
func (h *lockstep) click(p *process) {
	_, err := fmt.Fprintln(p.in, h.clock.Now().UnixMilli())
	require.NoError(h.t, err)
	h.await(p)
}

// await waits until the process has sent a request, or ended its call. Only what it waits of its
// own accord takes time.
func (h *lockstep) await(p *process) {
	select {
	case r := <-p.requests:
		h.carry(p, r, h.now()+p.waited(h.t))
	case line := <-p.lines:
		var said struct {
			Status int
			Held   string
		}
		require.NoError(h.t, json.Unmarshal(line, &said), "%s", line)
		p.held = said.Held
		if said.Status == http.StatusOK {
			h.ending.Succeeded++
		}
	case <-clockwork.NewRealClock().After(90 * time.Second): // a slow machine starts a program slowly
		require.FailNow(h.t, "a process neither asks nor answers")
	}
}

// carry takes a request to the carrier, and its answer back, or loses it.
func (h *lockstep) carry(p *process, r *request, sent time.Duration) {
	endpoint := fakecarrier.APIEndpoint
	if r.Method == http.MethodPost {
		endpoint = fakecarrier.TokenEndpoint
	}
	way := h.scenario.Path(0, endpoint)
	leg := way.Leg.Mean()
	h.at(sent+leg, func() {
		answer := httptest.NewRecorder()
		h.world.ServeHTTP(answer, r.Request)
		back := h.now() + leg
		if endpoint == fakecarrier.TokenEndpoint {
			h.ending.Renewals++
			switch answer.Code {
			case http.StatusOK:
				h.ending.Answered++
			case http.StatusBadRequest:
				h.ending.Refused++
			}
		}
		if way.LoseBack > 0 {
			answer, back = nil, sent+way.Wait()
		}
		h.at(back, func() {
			select {
			case r.answer <- answer:
			case <-r.Context().Done(): // the client gave up before
			}
			h.await(p)
		})
	})
}
