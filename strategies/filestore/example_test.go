package filestore_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/filestore"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// signedIn returns the HTTP client of one process of a desktop application, and where its pair
// lies. All processes of the user call it with the same path.
func signedIn(path, provider string) (*http.Client, *filestore.Account, error) {
	clock := clockwork.NewRealClock()
	account, err := filestore.Open(path, clock) // an error where the disk knows no locks
	if err != nil {
		return nil, nil, err
	}
	env := strategies.OnClock(clock)
	env.Endpoint = oauth.Generic(env.Clock, provider+"/token", oauth.Credentials{ID: "my-app"})
	env.Refreshes = true
	env.Forgives.Within = 30 * time.Second // from the provider's documents; 0 where they are silent
	env.Shared, env.Lease = account, account
	client, err := oauth.NewClient(env, strategies.Recommended()...)
	return client, account, err
}

// Two processes of a desktop application share a sign-in. The first renews, the second finds its
// pair: the provider takes a second use of a refresh token for theft.
func Example() {
	folder, err := os.MkdirTemp("", "my-app") // in production, below os.UserConfigDir
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
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

	for i, name := range []string{"window", "command line"} {
		client, account, err := signedIn(filepath.Join(folder, "tokens.json"), provider.URL)
		if err != nil {
			fmt.Println(err)
			return
		}
		if i == 0 { // once, after the browser has come back
			err := strategies.SignIn(context.Background(), clockwork.NewRealClock(), account,
				strategies.Token{Refresh: "R0"})
			if err != nil {
				fmt.Println(err)
				return
			}
		}
		answer, err := client.Get(provider.URL + "/me")
		if strategies.GrantRefused(err) {
			fmt.Println("signed out: open the browser again")
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		answer.Body.Close()
		fmt.Println(name, answer.StatusCode, "renewals", current)
	}
	// Output:
	// window 200 renewals 1
	// command line 200 renewals 1
}
