package strategies_test

import (
	"context"
	"fmt"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// endpoint is a carrier's token endpoint.
type endpoint struct{ clock strategies.Clock }

func (e endpoint) Token(context.Context, strategies.Token) (strategies.Token, error) {
	return strategies.Token{Value: "T1", Expires: e.clock.Now().Add(time.Hour)}, nil
}

// A strategy is a stack of parts, outermost first.
func ExampleNew() {
	env := strategies.OnClock(clockwork.NewRealClock())
	env.Endpoint = endpoint{env.Clock}
	_, err := strategies.New(env, strategies.Retry{Retries: 1}, strategies.Lease{Poll: time.Second})
	fmt.Println(err)

	s, err := strategies.New(env,
		strategies.Retry{Retries: 1},
		strategies.Cache{Margin: 30 * time.Second},
		strategies.Limiter{
			Rate: strategies.Rate{Permits: 54, Per: time.Minute}, Burst: 1,
			Patience: strategies.Forever, Per: strategies.PerNode,
		},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = s.Do(context.Background(), func(_ context.Context, t strategies.Token) error {
		fmt.Println("called with", t.Value)
		return nil
	})
	fmt.Println(err)
	// Output:
	// strategies: part 2: Lease.Hold: found 0s; meant at least 1ns
	// called with T1
	// <nil>
}
