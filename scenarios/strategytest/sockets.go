package strategytest

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/carriertest"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A caller over sockets gives up after the first of these times, and is lost after the second: both
// are real, and assumed to be long for a loopback and short for a test.
const (
	patience = time.Second
	lost     = 5 * time.Second
)

// callers is how many call at once.
const callers = 6

// overSockets plays s before a carrier on a port of this machine, which withdraws its tokens once.
func overSockets(t *testing.T, s spec.Strategy) []string {
	t.Helper()
	profile, err := fakecarrier.LookupProfile("fedex")
	if err != nil {
		return []string{err.Error()}
	}
	env := strategies.OnClock(ticker{})
	carrier := carriertest.Start(t, front.Setup{Profile: profile, Clock: ticker{}})
	endpoint := oauth.FedEx(env.Clock, oauth.Credentials{ID: "part", Secret: "secret"})
	endpoint.URL = carrier.URL + profile.Wire.Token
	env.Endpoint = endpoint
	client, err := oauth.NewClient(env, s.Parts...)
	if err != nil {
		return []string{err.Error()}
	}
	for range 2 {
		if n := herd(client, carrier.URL+"/track/v1/trackingnumbers"); n > 0 {
			return []string{fmt.Sprintf("over sockets: %d of %d callers are lost", n, callers)}
		}
		for _, token := range carrier.Tokens(callers) {
			if err := carrier.Revoke(token.Token); err != nil {
				return []string{err.Error()}
			}
		}
	}
	return nil
}

// herd lets all callers call at once, and returns how many of them do not come back.
func herd(client *http.Client, url string) (missing int) {
	back := make(chan struct{}, callers)
	var ready sync.WaitGroup
	ready.Add(callers)
	for range callers {
		go func() {
			defer func() { back <- struct{}{} }()
			ready.Done()
			ready.Wait()
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
			if err != nil {
				return
			}
			if answer, err := client.Do(request); err == nil {
				_ = answer.Body.Close()
			}
		}()
	}
	over := time.After(lost)
	for n := range callers {
		select {
		case <-back:
		case <-over:
			return callers - n
		}
	}
	return 0
}
