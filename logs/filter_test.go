package logs

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// However a path is spelt, by the user or in the log, it is the same; one that is another is not.
func TestPaths(t *testing.T) {
	same := []string{"/oauth/token", "//oauth/token", "/oauth//token", "/oauth/token/",
		"/oauth/token?grant_type=x", "/oauth/token#x", "/o%61uth/token", "/%6Fauth/token",
		"/%6fauth/token", "/oauth%2Ftoken", "/oauth%2ftoken", "https://auth.example.com/oauth/token",
		"http://auth.example.com:8080/oauth/token?a=b", "/oauth/token/refresh", "oauth/token",
		"/oauth/token;v=1"}
	others := []string{"/oauth/tokens", "/oauth", "/", "-", "/v2/oauth/token", "/OAUTH/TOKEN",
		"/oauth%252Ftoken", "*"}
	for _, given := range []string{"/oauth/token", "oauth/token", "oauth/token/", "//oauth/token",
		"/oauth/token?x=1", "/oauth%2Ftoken", "https://auth.example.com/oauth/token"} {
		for _, c := range []struct {
			paths []string
			kept  int
		}{{same, 1}, {others, 0}} {
			for _, path := range c.paths {
				line := fmt.Sprintf(`198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST %s HTTP/1.1" `+
					`200 1`, path)
				hits, a, err := readAll(t, Options{Paths: []string{given}}, text("x.log", line))
				require.NoError(t, err)
				require.Len(t, hits, c.kept, "--path %s, %s", given, path)
				require.Equal(t, 1-c.kept, a.Left[OtherPath].Count)
			}
		}
	}
	for given, kept := range map[string]int{"/": 1, "": 1, "/oauth": 1, "/oauth/": 1, "/oaut": 0} {
		hits, _, err := readAll(t, Options{Paths: []string{given}}, text("x.log", commonLine))
		require.NoError(t, err)
		require.Len(t, hits, kept, given)
	}
}
