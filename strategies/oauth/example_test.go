package oauth_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// A service whose calls renew their token by the strategy called recommended. On several nodes it
// also needs env.Shared and env.Lease, which strategies/redisstore has.
func Example() {
	fedex := sandbox()
	defer fedex.Close()

	env := strategies.OnClock(clockwork.NewRealClock())
	endpoint := oauth.FedEx(env.Clock, oauth.Credentials{ID: "l7...", Secret: "from your vault"})
	endpoint.URL = fedex.URL + "/oauth/token" // oauth.FedExProduction unless you say so
	env.Endpoint = endpoint
	client, err := oauth.NewClient(env, strategies.Recommended()...)
	if err != nil {
		fmt.Println(err)
		return
	}

	for range 3 {
		answer, err := client.Get(fedex.URL + "/track/v1/trackingnumbers")
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		fmt.Println(answer.Status, string(body))
	}
	// Output:
	// 200 OK call 1, token request 1
	// 200 OK call 2, token request 1
	// 200 OK call 3, token request 1
}

// sandbox stands for FedEx. It counts what it is asked.
func sandbox() *httptest.Server {
	calls, requests := 0, 0
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth/token" {
			requests++
			fmt.Fprint(w, `{"access_token":"T","token_type":"bearer","expires_in":3599}`)
			return
		}
		calls++
		fmt.Fprintf(w, "call %d, token request %d", calls, requests)
	}))
}
