package drive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
)

// sessionHeader names the world of a server that a request is for.
const sessionHeader = "X-Tokenstorm-Session"

// An operator uses the admin API of a tokenstorm server, in a session of its own.
type operator struct {
	target  *target
	client  http.Client
	session string
	token   string // empty: none is shown
}

// errNotOurs is the error of a target without the admin API of a tokenstorm server.
var errNotOurs = errors.New("drive: no admin API of a tokenstorm server")

// mostAdmin bounds an answer of the admin API, in bytes: a journal of a million events.
const mostAdmin = 1 << 30

// operate returns the operator of a target. Its error is errNotOurs if the target has no admin API.
// The token is sent only once the target has answered as one.
func operate(ctx context.Context, t *target, session, token string) (*operator, error) {
	o := &operator{target: t, session: session}
	o.client = http.Client{Transport: t.transport(), Timeout: 10 * time.Second} // assumed: loopback
	var health struct {
		Status string `json:"status"`
	}
	err := o.ask(ctx, http.MethodGet, "health", nil, &health)
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return nil, fmt.Errorf("drive: nothing listens at %s (%w); meant a carrier that runs, as "+
			"`tokenstorm serve` starts one", t.base, dial.Err)
	}
	if err != nil || health.Status != "ok" {
		return nil, errors.Join(errNotOurs, err)
	}
	o.token = token
	err = o.ask(ctx, http.MethodGet, "sessions", nil, nil)
	if r, ok := errors.AsType[*adminRefusal](err); ok && r.status == http.StatusUnauthorized {
		found := "no admin token"
		if token != "" {
			found = "a wrong admin token"
		}
		return nil, fmt.Errorf("drive: found %s for %s; meant the one of its --admin-token-file",
			found, t.base)
	}
	return o, err
}

// An adminRefusal is an answer of the admin API other than success.
type adminRefusal struct {
	asked  string
	status int
	body   []byte
}

func (r *adminRefusal) Error() string {
	return fmt.Sprintf("drive: %s: %d: %s", r.asked, r.status,
		bytes.TrimSpace(r.body[:min(len(r.body), 500)]))
}

// ask performs one operation, at a path below /__admin/. It sends in and reads out as JSON; nil is
// neither sent nor read. The error carries the server's own message.
func (o *operator) ask(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, o.target.url("/__admin/"+path), body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if o.token != "" {
		request.Header.Set("Authorization", "Bearer "+o.token)
	}
	if path != "health" && path != "sessions" {
		request.Header.Set(sessionHeader, o.session)
	}
	response, err := o.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, mostAdmin))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return &adminRefusal{method + " /__admin/" + path, response.StatusCode, text}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(text, out)
}

// open opens a session with the scenario's carrier; its clock starts at the given instant.
func (o *operator) open(ctx context.Context, r *Run, at time.Time) error {
	_, throttle, err := r.Scenario.CarrierUnder(r.Reading)
	if err != nil {
		return err
	}
	opening := map[string]any{
		"session": o.session, "seed": r.Seed, "time_scale": r.Scale,
		"start_at": at.Format(time.RFC3339Nano), "frozen": false,
		// Service times are added on the client's side.
		"carrier": termsOf(r.Scenario, 0, "service_time"),
	}
	if !r.Scenario.Carrier.Metered() {
		opening["reading"] = throttle.String()
	}
	if r.Scenario.Carrier.Grant == terms.GrantRefresh {
		var clients []string
		for customer := range r.Scenario.Fleet.Customers {
			clients = append(clients, clientID(customer))
		}
		opening["signed_in"] = clients
	}
	return o.ask(ctx, http.MethodPost, "sessions", opening, nil)
}

// families are what came of the users' sign-ins.
func (o *operator) families(ctx context.Context) ([]front.FamilyState, error) {
	var shown struct {
		Families []front.FamilyState `json:"families"`
	}
	err := o.ask(ctx, http.MethodGet, "families", nil, &shown)
	return shown.Families, err
}

// signIn lets the user of a client sign in, and returns what came of it.
func (o *operator) signIn(ctx context.Context, client string) (of front.FamilyState, err error) {
	var shown struct {
		Families []front.FamilyState `json:"families"`
	}
	err = o.ask(ctx, http.MethodPost, "families", map[string]string{"client": client}, &shown)
	for _, f := range shown.Families {
		if f.Client == client {
			of = f
		}
	}
	if err == nil && len(of.Current) == 0 {
		err = fmt.Errorf("drive: no refresh token came of the sign-in of %s", client)
	}
	return of, err
}

// issue gives a client's token to whoever asks, which no meter counts, and returns it.
func (o *operator) issue(ctx context.Context, client string) (of front.TokenState, err error) {
	var shown struct {
		Tokens []front.TokenState `json:"tokens"`
	}
	err = o.ask(ctx, http.MethodPost, "tokens/issue", map[string]string{"client": client}, &shown)
	for _, t := range shown.Tokens { // the oldest first
		if t.Client == client {
			of = t
		}
	}
	return of, err
}

// close deletes the session.
func (o *operator) close(ctx context.Context) error {
	defer o.client.CloseIdleConnections()
	path := "sessions?session=" + url.QueryEscape(o.session)
	return o.ask(ctx, http.MethodDelete, path, nil, nil)
}

// anchor returns the real instant at which the session's clock shows the epoch. It asks for the
// time five times and keeps the quickest answer, read halfway between question and answer.
func (o *operator) anchor(ctx context.Context, epoch time.Time, scale float64) (time.Time, error) {
	var anchor time.Time
	quickest := time.Hour
	for range 5 {
		var state struct {
			Now time.Time `json:"now"`
		}
		asked := time.Now()
		if err := o.ask(ctx, http.MethodGet, "clock", nil, &state); err != nil {
			return anchor, err
		}
		if took := time.Since(asked); took < quickest {
			quickest = took
			shown := time.Duration(float64(state.Now.Sub(epoch)) / scale)
			anchor = asked.Add(took/2 - shown)
		}
	}
	return anchor, nil
}
