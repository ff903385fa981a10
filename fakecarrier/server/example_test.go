package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

// A Go test that shares a server with other tests does as a test in any language: it takes a
// session of its own, by a prefix of the path, and moves that session's clock.
func Example() {
	config := server.DefaultConfig()
	config.Admin, config.Frozen = "same", true
	s, err := server.New(config, clockwork.NewRealClock())
	if err != nil {
		panic(err)
	}
	listening := httptest.NewServer(s.Carrier())
	defer listening.Close()
	base := listening.URL + "/s/go"
	opened, err := http.Post(base+"/__admin/reset", "", nil) // it opens the session
	if err != nil {
		panic(err)
	}
	opened.Body.Close()

	token := func() int {
		answer, err := http.PostForm(base+"/oauth/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {"shop"}, "client_secret": {"s"},
		})
		if err != nil {
			panic(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	for range 15 {
		token()
	}
	fmt.Println("the sixteenth:", token())
	answer, err := http.Post(base+"/__admin/clock/advance", "application/json",
		strings.NewReader(`{"by":"10m"}`))
	if err != nil {
		panic(err)
	}
	answer.Body.Close()
	fmt.Println("ten minutes later:", token())
	// Output:
	// the sixteenth: 403
	// ten minutes later: 200
}
