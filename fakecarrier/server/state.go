package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
	"github.com/tokenstorm/tokenstorm/internal/schema"
)

func init() {
	handle("GET /__admin/state", exportState)
	routes = append(routes, &route{
		method: http.MethodPost, path: "/__admin/state",
		act: importState,
	})
}

// A sessionState is a session taken down.
type sessionState struct {
	Clock clockState   `json:"clock"`
	World *front.State `json:"world"`
}

// stateFormat is the format of states, as files and as answers.
var stateFormat = schema.Object[sessionState]("state", 1,
	"What the answers of a session of serve hang on, from which a session goes on.")

// mostState is the largest state that is read, in bytes. Assumed: the requests of all things that a
// session keeps, and its tokens.
const mostState = 64 << 20

// exportState takes the session down.
func exportState(c *call, _ none) (any, error) {
	clock := c.on.clock.State()
	world, err := c.on.world.State()
	if err != nil {
		return nil, conflict("%v", err)
	}
	clock.Now = world.Now
	var text bytes.Buffer
	if err := stateFormat.Write(&text, sessionState{clock, world}); err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		rw.Header().Set("Cache-Control", "no-store")
		_, _ = rw.Write(text.Bytes()) // the caller may have left
	}), nil
}

// importState lets the session go on from a state.
func importState(c *call) (any, error) {
	if err := c.parameters(new(none)); err != nil {
		return nil, err
	}
	kind := c.Header.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(kind); err != nil || media != "application/json" {
		return nil, refusal(http.StatusUnsupportedMediaType, "found a body of type %q; meant "+
			"application/json", kind)
	}
	text, err := io.ReadAll(http.MaxBytesReader(nil, c.Body, mostState))
	if err != nil {
		return nil, refusal(http.StatusRequestEntityTooLarge, "found a body of more than %d bytes; "+
			"meant a state of GET /__admin/state", mostState)
	}
	state, err := readState("state", text)
	if err != nil {
		return nil, err
	}
	on, err := c.server.sessions.resume(c.on, state)
	if err != nil {
		return nil, conflict("%v", err)
	}
	return show(on), nil
}

// readState reads a state. The error has the place of what is wrong where JSON is.
func readState(file string, text []byte) (*sessionState, error) {
	var whole struct {
		Format json.Number `json:"format"`
		sessionState
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	d.DisallowUnknownFields()
	err := d.Decode(&whole)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more after the state")
		}
	}
	at := d.InputOffset()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = syntax.Offset
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at = kind.Offset
	}
	wrong := func(found string) error {
		line, column := lineAt(text, at)
		return fmt.Errorf("%s:%d:%d: found %s; meant a state as GET /__admin/state has it", file, line,
			column, found)
	}
	switch {
	case err != nil:
		return nil, wrong("what cannot be read: " + err.Error())
	case whole.Format != "1":
		at = 0
		return nil, wrong("format " + fmt.Sprintf("%q", whole.Format.String()) +
			", and this program reads format 1")
	case whole.World == nil:
		return nil, wrong("no world")
	case whole.Clock.Now.IsZero() || whole.Clock.Now.After(lastInstant):
		return nil, wrong("no clock")
	}
	if err := checkScale(whole.Clock.Scale); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &whole.sessionState, nil
}

// lineAt is the line and the column of a byte.
func lineAt(text []byte, at int64) (line, column int) {
	before := text[:min(max(at, 0), int64(len(text)))]
	return bytes.Count(before, []byte("\n")) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}

// resume lets a session go on from a state: one of that name takes its place.
func (s *sessions) resume(old *session, state *sessionState) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	opening := s.config.openingOf(old.name)
	if old.opening != nil {
		opening = old.opening
	}
	on, err := s.goOn(old.name, opening, old, state)
	if err != nil {
		return nil, err
	}
	if s.open[old.name] != old {
		return nil, fmt.Errorf("found session %q deleted meanwhile; meant one that is open", old.name)
	}
	s.open[on.name] = on
	if on.place = old.place; on.place != nil {
		on.place.Value = on
	}
	old.hub.publish(func(n *news) { n.deleted = true })
	return on, nil
}

// goOn is begin of a session that goes on from a state, with the stubs of another, nil if there is
// none.
func (s *sessions) goOn(
	name string, o *Opening, old *session, state *sessionState,
) (*session, error) {
	from := *o
	from.StartAt, from.TimeScale, from.Frozen = state.Clock.Now, state.Clock.Scale, true
	on, setup, err := s.prepare(name, &from)
	if err != nil {
		return nil, err
	}
	on.opening = o
	if old != nil {
		on.ownStubs.Store(old.ownStubs.Load())
		setup.Stubs = old.world.Stubs()
	}
	if on.world, err = front.Resume(setup, state.World); err != nil {
		return nil, err
	}
	if !state.Clock.Frozen && !o.Frozen {
		on.clock.Resume()
	}
	return on, nil
}

// openState reads the file of --state, from which the default session goes on; nil: there is none.
func (c *Config) openState() (*sessionState, error) {
	if c.State == "" {
		return nil, nil
	}
	f, err := os.Open(c.State)
	if err != nil {
		return nil, mistake{"state", err}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostState+1))
	switch {
	case err != nil:
		return nil, mistake{"state", err}
	case len(text) > mostState:
		return nil, wrong("state", "found more than %d bytes in %s; meant a state", mostState, c.State)
	case !c.StartAt.IsZero():
		return nil, wrong("start-at", "found start-at beside a state, whose clock goes on; meant one of "+
			"them")
	}
	return readState(c.State, text)
}

// checkState returns an error if the default session cannot go on from the file of --state.
func (c *Config) checkState() error {
	state, err := c.openState()
	if state == nil || err != nil {
		return err
	}
	s := sessions{wall: clockwork.NewFakeClock(), config: c, stubs: func() *stubs.List { return nil }}
	if c.Stubs != "" {
		list, err := readStubs(c.Stubs)
		if err != nil {
			return err
		}
		s.stubs = func() *stubs.List { return list }
	}
	if _, err := s.goOn(defaultSession, c.openingOf(defaultSession), nil, state); err != nil {
		return fmt.Errorf("%s: %w", c.State, err)
	}
	return nil
}
