package front

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// A Letter is what a request had that was refused, with its secrets masked.
type Letter struct {
	Headers map[string]string `json:"headers"` // at most 20, 200 bytes of each
	Query   string            `json:"query,omitempty"`
	Body    string            `json:"body,omitempty"` // at most 1,000 bytes of it
}

// The limits of a Letter, in bytes. Assumed: what one reads.
const (
	mostHeaders  = 20
	mostValue    = 200
	mostShown    = 1000
	mostExamined = 8 << 10 // of a body, before its secrets are masked
)

// masked stands for a secret.
const masked = "***"

// letter returns what is shown of a request.
func letter(r *http.Request, body []byte) *Letter {
	l := &Letter{Headers: map[string]string{}, Query: clip(MaskForm(r.URL.RawQuery), mostShown)}
	names := slices.Sorted(maps.Keys(r.Header))
	for _, name := range names[:min(len(names), mostHeaders)] {
		l.Headers[name] = clip(maskHeader(name, strings.Join(r.Header[name], ", ")), mostValue)
	}
	l.Body = clip(maskBody(r.Header.Get("Content-Type"), body), mostShown)
	return l
}

// size is how many bytes a Letter takes, roughly.
func (l *Letter) size() int {
	n := len(l.Query) + len(l.Body)
	for _, name := range slices.Sorted(maps.Keys(l.Headers)) {
		n += len(name) + len(l.Headers[name])
	}
	return n
}

// secretWords are parts of names whose values are secrets, without hyphens and underscores.
var secretWords = []string{
	"secret", "token", "password", "passwd", "assertion", "verifier", "credential", "apikey",
	"authorization", "cookie", "signature", "privatekey",
}

// secretNames are such names as a whole.
var secretNames = []string{"code", "devicecode", "auth", "pass", "key", "pin"}

// joints are what the words of a name are joined by.
var joints = strings.NewReplacer("-", "", "_", "", " ", "")

// isSecret reports whether the value of that name is a secret.
func isSecret(name string) bool {
	plain := strings.ToLower(joints.Replace(name))
	switch {
	case slices.Contains(secretNames, plain):
		return true
	case plain == "tokentype", plain == "tokentypehint", plain == "xtokenstormsession":
		return false
	}
	return slices.ContainsFunc(secretWords, func(word string) bool {
		return strings.Contains(plain, word)
	})
}

// maskHeader masks the secrets of a header. Of credentials the scheme is left.
func maskHeader(name, value string) string {
	switch {
	case name == "Authorization" || name == "Proxy-Authorization":
		if scheme, _, ok := strings.Cut(value, " "); ok {
			return scheme + " " + masked
		}
		return masked
	case isSecret(name), strings.HasSuffix(name, "-Key"):
		return masked
	}
	if before, query, ok := strings.Cut(value, "?"); ok { // of an address
		return before + "?" + MaskForm(query)
	}
	return value
}

// plainName is a name that a form may have.
var plainName = regexp.MustCompile(`^[A-Za-z0-9_.\-\[\]]*$`)

// MaskForm masks the secrets of a query, or of a form. What is no name and no value is masked too.
func MaskForm(text string) string {
	if text == "" {
		return ""
	}
	parts := strings.Split(text, "&")
	for i, part := range parts {
		name, value, ok := strings.Cut(part, "=")
		plain, err := url.QueryUnescape(name)
		switch {
		case err != nil || !plainName.MatchString(plain):
			parts[i] = masked
		case ok && value != "" && isSecret(plain):
			parts[i] = name + "=" + masked
		}
	}
	return strings.Join(parts, "&")
}

// maskBody masks the secrets of a body that is a form, or JSON. Another is not shown.
func maskBody(kind string, body []byte) string {
	text := bytes.TrimSpace(body[:min(len(body), mostExamined)])
	switch {
	case len(text) == 0:
		return ""
	case text[0] == '{' || text[0] == '[':
		return maskJSON(text)
	case bytes.IndexByte(text, '=') > 0 && !strings.Contains(kind, "multipart") &&
		bytes.IndexByte(text, '\n') < 0:
		return MaskForm(string(text))
	}
	return fmt.Sprintf("(%d bytes that are neither a form nor JSON)", len(body))
}

// memberText is a member of JSON that may be broken; secretTree one that may be a secret with
// others in it, whose end is not seen.
var (
	memberText = regexp.MustCompile(`("(?:[^"\\]|\\.)*")(\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,\]}{\["]+)`)
	secretTree = regexp.MustCompile(`(?i)(secret|token|password|\\u)[^"]*"\s*:\s*[\[{]`)
)

// maskJSON masks the secrets of JSON, broken or not.
func maskJSON(text []byte) string {
	var value any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&value) == nil && !d.More() {
		if whole, err := json.Marshal(maskValue(value)); err == nil {
			return string(whole)
		}
	}
	if secretTree.Match(text) {
		return fmt.Sprintf("(%d bytes of JSON that is broken, and may have a secret)", len(text))
	}
	return string(memberText.ReplaceAllFunc(text, func(found []byte) []byte {
		parts := memberText.FindSubmatch(found)
		if name := string(parts[1]); !strings.Contains(name, `\`) && !isSecret(strings.Trim(name, `"`)) {
			return found
		}
		return slices.Concat(parts[1], parts[2], []byte(`"`+masked+`"`))
	}))
}

// maskValue masks the secrets of a JSON value.
func maskValue(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if isSecret(name) {
				v[name] = masked
			} else {
				v[name] = maskValue(v[name])
			}
		}
	case []any:
		for i := range v {
			v[i] = maskValue(v[i])
		}
	}
	return value
}
