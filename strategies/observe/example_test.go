package observe_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/observe"
)

// A counter of the OpenTelemetry kind, which takes a value and attributes. In a service it is
//
//	counter, err := otel.Meter("carriers").Int64Counter("tokenstorm.events")
//	...
//	counter.Add(ctx, 1, metric.WithAttributes(attribute.String(a.Key, a.Value.String())))
type counter struct{ name string }

func (c counter) Add(_ context.Context, n int64, attributes ...slog.Attr) {
	fmt.Println(c.name, "+", n, attributes)
}

// Logs and metrics at once: the log through slog, the metrics as OpenTelemetry wants them.
func Example() {
	events := counter{"tokenstorm.events"}
	plain := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "took" {
			return slog.Attr{}
		}
		return a
	}}
	env := strategies.OnClock(clockwork.NewFakeClock())
	env.Account = "fedex/l7"
	env.Endpoint = granting{}
	env.Observe = observe.All(
		observe.Log(slog.New(slog.NewTextHandler(os.Stdout, plain))),
		func(e strategies.Event) {
			attributes := append(observe.Attributes(e), slog.String("event", e.Kind.String()))
			events.Add(context.Background(), 1, attributes...)
		},
	)
	naive, err := strategies.New(env, strategies.Retry{Retries: 3}, strategies.Cache{})
	if err != nil {
		fmt.Println(err)
		return
	}
	call := func(context.Context, strategies.Token) error { return nil }
	if err := naive.Do(context.Background(), call); err != nil {
		fmt.Println(err)
	}
	// Output:
	// level=INFO msg="token request" account=fedex/l7 why=cold outcome=ok
	// tokenstorm.events + 1 [account=fedex/l7 why=cold outcome=ok event=token request]
	// tokenstorm.events + 1 [account=fedex/l7 outcome=ok event=call]
	// tokenstorm.events + 1 [account=fedex/l7 outcome=ok event=action]
}

// granting grants every token.
type granting struct{}

func (granting) Token(context.Context, strategies.Token) (strategies.Token, error) {
	return strategies.Token{Value: "T", Expires: time.Unix(4_000_000_000, 0)}, nil
}
