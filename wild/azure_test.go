package wild

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	azure "github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// azureFetch is the credential, which Azure's SDK leaves to others. azidentity's own would bring
// another cache.
type azureFetch struct{ oauth.Client }

func (f azureFetch) GetToken(
	ctx context.Context, _ policy.TokenRequestOptions,
) (azcore.AccessToken, error) {
	t, err := f.Token(ctx, strategies.Token{})
	return azcore.AccessToken{Token: t.Value, ExpiresOn: t.Expires}, err
}

// azureLibrary calls through a pipeline as each client of Azure's SDK has one. Its bearer token
// policy stands on internal/temporal, which nobody else may import.
func azureLibrary(k *wildCarrier) wildAction {
	bearer := azure.NewBearerTokenPolicy(azureFetch{k.endpoint()}, nil, nil)
	pipeline := azure.NewPipeline("tokenstorm", "v0",
		azure.PipelineOptions{PerRetry: []policy.Policy{bearer}},
		&policy.ClientOptions{Transport: k.client()})
	return func(ctx context.Context) error {
		r, err := azure.NewRequest(ctx, http.MethodPost, wildCall)
		if err != nil {
			return err
		}
		body := streaming.NopCloser(strings.NewReader("{}"))
		if err := r.SetBody(body, "application/json"); err != nil {
			return err
		}
		answer, err := pipeline.Do(r)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		return refusal(answer)
	}
}

// Azure's SDK and its model alike have one caller wait for the renewal ahead of time.
func TestWildAzureRenewsInTheCall(t *testing.T) {
	actions := map[string]func(t *testing.T, k *wildCarrier) wildAction{
		"azcore": func(_ *testing.T, k *wildCarrier) wildAction { return azureLibrary(k) },
		"model": func(t *testing.T, k *wildCarrier) wildAction {
			return k.model(t, "wild-azure-temporal")
		},
	}
	for name, action := range actions {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := newWildCarrier(t, 50*time.Millisecond)
				act := action(t, k)
				require.NoError(t, act(t.Context()))
				time.Sleep(55 * time.Minute)
				took := make([]time.Duration, 5)
				began := time.Now()
				for i := range took {
					go func() {
						if act(context.Background()) == nil {
							took[i] = time.Since(began)
						}
					}()
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				slices.Sort(took)
				call := 100 * time.Millisecond
				require.Equal(t, []time.Duration{call, call, call, call, 2 * call}, took)
			})
		})
	}
}
