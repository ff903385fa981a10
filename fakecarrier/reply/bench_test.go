package reply_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/published"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// BenchmarkAnswer reads and answers the examples of FedEx's rates, and of its labels.
func BenchmarkAnswer(b *testing.B) {
	w := &wire.Wire{Operations: published.Operations("fedex"), Services: published.FedExServices}
	set, err := reply.Of("fedex", w)
	require.NoError(b, err)
	for _, path := range []string{"/rate/v1/rates/quotes", "/ship/v1/shipments"} {
		o, _ := set.Find("POST", path)
		b.Run(o.Path, func(b *testing.B) {
			b.ReportAllocs()
			m := reply.NewMemory(1)
			body := []byte(o.Example.Body)
			for b.Loop() {
				c := &reply.Call{Path: path, Now: time.Unix(1e9, 0), ID: "id"}
				require.True(b, c.Read("application/json", body))
				a := o.Answer(c, m)
				if a.Later != nil {
					a.Body = a.Later()
				}
				require.NotEmpty(b, a.Body)
			}
		})
	}
}
