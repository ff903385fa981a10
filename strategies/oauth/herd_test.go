package oauth_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A thousand goroutines share one client, whose token dies under them. Under the race detector
// this also shows that nothing they share is unguarded.
func TestAThousandGoroutinesShareAClient(t *testing.T) {
	for name, parts := range map[string][]strategies.Part{
		"recommended":          strategies.Recommended(),
		"recommended-unshared": strategies.RecommendedUnshared(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each waits a second for the permit of its second renewal
			c := newCarrier(t)
			client := client(t, c, parts...)
			for range 2 {
				var herd sync.WaitGroup
				statuses := make([]int, 1000)
				for i := range statuses {
					herd.Go(func() {
						answer, err := client.Get(c.URL)
						if err == nil {
							answer.Body.Close()
							statuses[i] = answer.StatusCode
						}
					})
				}
				herd.Wait()
				for _, status := range statuses {
					require.Equal(t, http.StatusOK, status)
				}
				c.kill()
			}
			require.Equal(t, 4, c.requests, "two requests, two killed")
		})
	}
}
