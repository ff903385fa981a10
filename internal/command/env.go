package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

func init() { register(newEnv) }

func newEnv() *cobra.Command {
	var from adminOf
	var session string
	c := &cobra.Command{
		Use:   "env FOLDER",
		Short: "Print the variables by which programs reach the carriers of a server that runs",
		Long: "Print the environment variables by which other programs reach the carriers of a " +
			"`tokenstorm serve\n--intercept`, in place of the real ones: the proxy, and the certificate " +
			"that they are to trust,\nwhich is written into FOLDER: ca.pem, and for Java ca.p12. Programs " +
			"under them trust that server\nalone, and reach no other host by HTTPS.",
		Example: `  eval "$(tokenstorm env ca)"
  eval "$(tokenstorm env ca --session test-7)"`,
		Args: takes(1, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			var at struct{ Proxies []string }
			text, err := from.read(c.Context(), "hosts")
			if err == nil {
				err = json.Unmarshal(text, &at)
			}
			if err == nil && len(at.Proxies) == 0 {
				err = errors.New("found a server without a proxy; meant one with --intercept")
			}
			if err != nil {
				return err
			}
			proxy, err := url.Parse(at.Proxies[0])
			if err != nil {
				return err
			}
			if session != "" {
				proxy.User = url.User(session)
			}
			folder, err := filepath.Abs(args[0])
			if err != nil {
				return err
			}
			if err := from.keep(c.Context(), folder); err != nil {
				return err
			}
			for _, v := range variablesOf(proxy, folder) {
				_, err := fmt.Fprintf(c.OutOrStdout(), "export %s=%s\n", v[0], quotedForShell(v[1]))
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
	from.addFlags(c.Flags())
	c.Flags().StringVar(&session, "session", "", "the session that the programs' requests are of "+
		"(default the server's own)")
	return c
}

// keep writes the certificate of the server's authority into a folder.
func (a *adminOf) keep(ctx context.Context, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"ca.pem", "ca.p12"} {
		data, err := a.read(ctx, name)
		if err != nil {
			return err
		}
		err = outfile.Write(nil, filepath.Join(folder, name), func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// variablesOf are the variables by which programs use a proxy and trust what is in a folder, each
// with its value.
func variablesOf(proxy *url.URL, folder string) [][2]string {
	pem := filepath.Join(folder, "ca.pem")
	all := [][2]string{
		{"HTTPS_PROXY", proxy.String()}, {"https_proxy", proxy.String()},
		{"NODE_USE_ENV_PROXY", "1"}, // without it Node's own fetch knows no proxy: 22.21, 24 and later
	}
	for _, name := range []string{
		"SSL_CERT_FILE",        // OpenSSL, and so Ruby and Python; Go
		"NODE_EXTRA_CA_CERTS",  // Node
		"REQUESTS_CA_BUNDLE",   // Python's requests
		"CURL_CA_BUNDLE",       // curl
		"PERL_LWP_SSL_CA_FILE", // Perl's LWP
	} {
		all = append(all, [2]string{name, pem})
	}
	java := []string{
		"-Dhttps.proxyHost=" + proxy.Hostname(), "-Dhttps.proxyPort=" + proxy.Port(),
		"-Djavax.net.ssl.trustStore=" + filepath.Join(folder, "ca.p12"),
		"-Djavax.net.ssl.trustStoreType=PKCS12", "-Djavax.net.ssl.trustStorePassword=changeit",
	}
	for i, option := range java {
		if strings.ContainsAny(option, " \t'\"") { // the Java launcher splits at blanks
			java[i] = `"` + option + `"`
		}
	}
	return append(all, [2]string{"JAVA_TOOL_OPTIONS", strings.Join(java, " ")})
}

// quotedForShell is a text as one word of a POSIX shell.
func quotedForShell(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
