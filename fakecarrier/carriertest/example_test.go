package carriertest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/carriertest"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// setup is FedEx under Akamai's reading of its ban rule.
func setup(c front.Clock) front.Setup {
	fedex, err := fakecarrier.LookupProfile("fedex")
	if err != nil {
		panic(err)
	}
	akamai, err := throttle.Parse("akamai")
	if err != nil {
		panic(err)
	}
	return front.Setup{Profile: fedex, Throttle: akamai, Clock: c}
}

// requestToken is the code under test: anything that speaks to a carrier by URL.
func requestToken(base string) int {
	r, err := http.PostForm(base+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"shop"}, "client_secret": {"s3cret"},
	})
	if err != nil {
		panic(err)
	}
	defer r.Body.Close()
	return r.StatusCode
}

var t = examples{}

// examples stands in for the *testing.T of a test, which examples do not have.
type examples struct{ testing.TB }

func (examples) Helper()                   {}
func (examples) Cleanup(func())            {}
func (examples) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }

// A herd is banned at its sixteenth hit; the test's own clock moves past the ban.
func ExampleStart_clockwork() {
	clock := clockwork.NewFakeClockAt(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	carrier := carriertest.Start(t, setup(clock))
	carrier.AllowBans()

	for range 15 {
		requestToken(carrier.URL)
	}
	fmt.Println("the 16th:", requestToken(carrier.URL))
	clock.Advance(10 * time.Minute)
	fmt.Println("ten minutes later:", requestToken(carrier.URL))
	verdict := carrier.Verdict()
	fmt.Println(&verdict)
	// Output:
	// the 16th: 403
	// ten minutes later: 200
	// 17 token hits, 1 bans; R1: fullest window 16 of 15; A1: fullest window 16 of 120
}

// The same with benbjohnson's clock: whatever has a Now will do.
func ExampleStart_benbjohnson() {
	mock := clock.NewMock()
	carrier := carriertest.Start(t, setup(mock))

	requestToken(carrier.URL)
	next, _ := carrier.Next()
	fmt.Println(next.What, "in", next.At.Sub(mock.Now()))
	mock.Add(time.Hour)
	fmt.Println("live tokens:", len(carrier.Tokens(0)))
	// Output:
	// window end in 5s
	// live tokens: 0
}
