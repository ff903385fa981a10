package redisstore_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/alicebob/miniredis/v2"
	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

// node is the client of one of two nodes.
func node(name, redisAddr, fedex string) (*http.Client, error) {
	env := strategies.OnClock(clockwork.NewRealClock())
	endpoint := oauth.FedEx(env.Clock, oauth.Credentials{ID: "l7...", Secret: "from your vault"})
	endpoint.URL = fedex + "/oauth/token"
	env.Endpoint = endpoint
	client := redisstore.Open(redis.UniversalOptions{Addrs: []string{redisAddr}})
	account := &redisstore.Account{
		Client: client, Name: "fedex/l7...", Node: name, Clock: env.Clock,
	}
	env.Shared, env.Lease, env.Nodes = account, account, 2
	env.Quota = &redisstore.Quota{Client: client, Name: "fedex/203.0.113.7"}
	return oauth.NewClient(env, strategies.Recommended()...)
}

// Two nodes share one token.
func Example() {
	kept, err := miniredis.Run() // in production, your Redis
	if err != nil {
		fmt.Println(err)
		return
	}
	defer kept.Close()
	requests := 0
	fedex := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth/token" {
			requests++
			fmt.Fprintf(w, `{"access_token":"T%d","expires_in":3599}`, requests)
		}
	}))
	defer fedex.Close()

	for _, name := range []string{"one", "two"} {
		client, err := node(name, kept.Addr(), fedex.URL)
		if err != nil {
			fmt.Println(err)
			return
		}
		answer, err := client.Get(fedex.URL + "/rate/v1/rates/quotes")
		if err != nil {
			fmt.Println(err)
			return
		}
		answer.Body.Close()
		fmt.Println("node", name, answer.StatusCode, "token requests", requests)
	}
	// Output:
	// node one 200 token requests 1
	// node two 200 token requests 1
}
