package sim_test

import (
	"context"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/sim"
)

// Two customers want one counter: the second gives up after ten seconds, which pass in no time.
func Example() {
	s := sim.New(1)
	counter := s.NewLock()
	for _, name := range []string{"Ada", "Bob"} {
		s.Go(name, func(ctx context.Context) {
			ctx, cancel := s.WithTimeout(ctx, 10*time.Second)
			defer cancel()
			if err := counter.Lock(ctx); err != nil {
				fmt.Println(s.Now(), name, err)
				return
			}
			defer counter.Unlock()
			_ = s.Sleep(context.WithoutCancel(ctx), time.Minute)
			fmt.Println(s.Now(), name, "is served")
		})
	}
	fmt.Println(s.Run(time.Hour), s.Events())
	// Output:
	// 10s Bob context deadline exceeded
	// 1m0s Ada is served
	// <nil> 6
}
