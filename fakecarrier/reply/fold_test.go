package reply

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/published"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A folded template renders what it rendered: of every published operation, of its example, with a
// thing and without.
func TestFoldedTemplatesRenderAlike(t *testing.T) {
	for carrier, services := range map[string][]wire.Service{
		"fedex": published.FedExServices, "ups": published.UPSServices,
		"usps": published.USPSServices, "dhl-ecommerce": published.DHLEcommerceServices,
	} {
		set, err := Of(carrier, &wire.Wire{
			Operations: published.Operations(carrier), Services: services,
		})
		require.NoError(t, err)
		for _, o := range set.all {
			if o.Body == "" {
				continue
			}
			plain, err := parseTemplate(o.Body)
			require.NoError(t, err)
			call := &Call{Path: o.Example.Path, Now: time.Unix(1e9, 0), ID: "id", Client: "<shop>"}
			call.Read(o.Example.Type, []byte(o.Example.Body))
			thing := &Thing{number: "7", key: "k", call: call, ended: o.Number%2 == 0}
			for _, found := range []*Thing{nil, thing} {
				of := func() *scope {
					return &scope{call: call, memory: NewMemory(1), op: o, thing: found, made: []*Thing{thing}}
				}
				want, _ := plain.render(nil, of())
				got, _ := o.body.render(nil, of())
				require.Equal(t, string(want), string(got), "%s %s", o.Method, o.Path)
			}
		}
	}
}
