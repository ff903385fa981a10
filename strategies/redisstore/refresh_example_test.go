package redisstore_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

// integration is what one process of a service needs to call a provider for one of its users. The
// pair of each user lies in Redis, where all processes find it.
func integration(process, user, redisAddr, provider string) (
	*http.Client, *redisstore.Account, error,
) {
	env := strategies.OnClock(clockwork.NewRealClock())
	endpoint := oauth.Generic(env.Clock, provider+"/token", oauth.Credentials{
		ID: "my-app", Secret: "from your vault",
	})
	env.Endpoint, env.Refreshes = endpoint, true
	env.Forgives.Within = 10 * time.Second // from the provider's documents; 0 where they are silent
	client := redisstore.Open(redis.UniversalOptions{Addrs: []string{redisAddr}})
	account := &redisstore.Account{
		Client: client, Name: "provider/" + user, Node: process, Clock: env.Clock,
	}
	env.Shared, env.Lease, env.Nodes, env.Account = account, account, 2, user
	env.Quota = &redisstore.Quota{Client: client, Name: "provider/203.0.113.7"}
	call, err := oauth.NewClient(env, strategies.Recommended()...)
	return call, account, err
}

// Two processes of a service share the refresh token of a user.
func Example_refresh() {
	kept, err := miniredis.Run() // in production, your Redis, with its writes on disk
	if err != nil {
		fmt.Println(err)
		return
	}
	defer kept.Close()
	current := 0
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/token":
		case r.PostFormValue("refresh_token") == fmt.Sprint("R", current):
			current++
			fmt.Fprintf(w, `{"access_token":"A%d","refresh_token":"R%d","expires_in":3600}`,
				current, current)
		default:
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":"invalid_grant"}`)
		}
	}))
	defer provider.Close()

	for i, process := range []string{"web", "worker"} {
		client, account, err := integration(process, "ann", kept.Addr(), provider.URL)
		if err != nil {
			fmt.Println(err)
			return
		}
		if i == 0 { // once, after the user has come back from the provider
			err := strategies.SignIn(context.Background(), account.Clock, account,
				strategies.Token{Refresh: "R0"})
			if err != nil {
				fmt.Println(err)
				return
			}
		}
		answer, err := client.Get(provider.URL + "/orders")
		if strategies.GrantRefused(err) {
			fmt.Println("ask the user to connect again")
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		answer.Body.Close()
		fmt.Println(process, answer.StatusCode, "renewals", current)
	}
	// Output:
	// web 200 renewals 1
	// worker 200 renewals 1
}
