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
	"net/netip"
	"net/url"
	"strconv"
	"time"
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

// errNotOurs is that a target has no admin API of a tokenstorm server.
var errNotOurs = errors.New("drive: no admin API of a tokenstorm server")

// mostAdmin is how long an answer of the admin API may be, in bytes: a journal of a million events.
const mostAdmin = 1 << 30

// operate looks whether an admin API is there, errNotOurs if not, and lets us in: whoever is not
// known to be one is not shown the token.
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
	said   []byte
}

func (r *adminRefusal) Error() string {
	return fmt.Sprintf("drive: %s: %d: %s", r.asked, r.status,
		bytes.TrimSpace(r.said[:min(len(r.said), 500)]))
}

// ask performs one operation, at a path below /__admin/. What is sent, and what is read from the
// answer, are JSON; nil: nothing. The error carries what the server says is wrong.
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

// open opens a session that is the scenario's carrier, whose clock shows at now.
func (o *operator) open(ctx context.Context, r *Run, at time.Time) error {
	profile, throttle, err := r.Scenario.CarrierUnder(r.Reading)
	if err != nil {
		return err
	}
	opening := map[string]any{
		"session": o.session, "profile": profile.Name, "reading": throttle.String(),
		"policy": profile.Policy.String(), "seed": r.Seed, "time_scale": r.Scale,
		"start_at": at.Format(time.RFC3339Nano), "frozen": false,
	}
	if life := time.Duration(r.Scenario.Carrier.Life); life > 0 {
		opening["token_life"] = life.String()
	}
	if quota := r.Scenario.Carrier.DayQuota; quota > 0 {
		opening["daily_quota"] = quota
	}
	return o.ask(ctx, http.MethodPost, "sessions", opening, nil)
}

// close deletes the session.
func (o *operator) close(ctx context.Context) error {
	defer o.client.CloseIdleConnections()
	path := "sessions?session=" + url.QueryEscape(o.session)
	return o.ask(ctx, http.MethodDelete, path, nil, nil)
}

// anchor is the real instant at which the session's clock shows its epoch: what it shows is taken
// to be shown halfway between question and answer, of the quickest of a few.
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

// An observation is an event of the journal.
type observation struct {
	Seq         uint64     `json:"seq"`
	At          time.Time  `json:"at"`
	Kind        string     `json:"kind"`
	IP          netip.Addr `json:"ip"`
	Client      string     `json:"client"`
	Endpoint    string     `json:"endpoint"`
	Status      int        `json:"status"`
	Reason      string     `json:"reason"`
	Token       uint64     `json:"token_id"`
	Ban         string     `json:"ban"`
	BannedUntil time.Time  `json:"banned_until"`
}

// journal returns the events after seq; missed are those that were dropped before they were read.
func (o *operator) journal(
	ctx context.Context, seq uint64,
) (events []observation, missed uint64, err error) {
	var shown struct {
		Events []observation `json:"events"`
	}
	path := "journal?limit=0&after=" + strconv.FormatUint(seq, 10)
	if err := o.ask(ctx, http.MethodGet, path, nil, &shown); err != nil {
		return nil, 0, err
	}
	if len(shown.Events) > 0 {
		missed = shown.Events[0].Seq - seq - 1
	}
	return shown.Events, missed, nil
}
