package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

// An adminOf asks the admin API of a server.
type adminOf struct{ url, tokenFile string }

// addFlags adds what says where that server is.
func (a *adminOf) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&a.url, "admin", "http://127.0.0.1:8481", "URL of the server's admin API")
	flags.StringVar(&a.tokenFile, "admin-token-file", "", "`file` with the token that the admin API "+
		"asks for\n(default: the environment's "+adminTokenVariable+")")
}

// mostTrusted is the longest answer that is read, in bytes. Assumed: certificates, or a list of
// hosts.
const mostTrusted = 1 << 20

// read returns what stands at a path below /__admin/. The error carries the server's own message.
func (a *adminOf) read(ctx context.Context, path string) ([]byte, error) {
	base, err := url.Parse(a.url)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, fmt.Errorf("found --admin %q; meant a URL, as http://127.0.0.1:8481", a.url)
	}
	token := strings.TrimSpace(os.Getenv(adminTokenVariable))
	if a.tokenFile != "" {
		if token, err = server.ReadAdminToken(a.tokenFile); err != nil {
			return nil, err
		}
	}
	at := strings.TrimSuffix(a.url, "/") + "/__admin/" + path
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return nil, err
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%w; `tokenstorm serve --intercept 127.0.0.1:8482` starts a server", err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostTrusted))
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		var problem struct{ Detail string }
		if json.Unmarshal(text, &problem) != nil || problem.Detail == "" {
			problem.Detail = answer.Status
		}
		return nil, fmt.Errorf("%s: %s", at, problem.Detail)
	}
	return text, nil
}
