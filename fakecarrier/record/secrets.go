package record

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// What a secret is, as its placeholder names it.
const (
	clientID = "CLIENT-ID"
	secret   = "SECRET"
	token    = "TOKEN"
	cookie   = "COOKIE"
	listed   = "LISTED"
	named    = "HIDDEN" // by its name, or its shape
)

// leastPart is the length of the shortest secret that is looked for within longer texts. A shorter
// one is replaced where it is all of a value. Assumed: no secret that is worth its name is shorter,
// and words of three letters are everywhere.
const leastPart = 4

// secrets are all that are known so far.
type secrets struct {
	placeholders map[string]string
	counts       map[string]int
	spellings    map[[leastPart]byte][]spelling // by how they begin; the longest first
}

// A spelling is a way in which a secret may be written, in lower case.
type spelling struct{ text, placeholder string }

func newSecrets(list []string) *secrets {
	s := &secrets{
		placeholders: map[string]string{}, counts: map[string]int{},
		spellings: map[[leastPart]byte][]spelling{},
	}
	for _, text := range list {
		s.learn(listed, text)
	}
	return s
}

// learn makes a secret known, and returns its placeholder.
func (s *secrets) learn(kind, text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	if p, ok := s.placeholders[text]; ok {
		return p
	}
	if placeholder.MatchString(text) {
		return text // it was replaced before
	}
	s.counts[kind]++
	p := fmt.Sprintf("%s-%d", kind, s.counts[kind])
	s.placeholders[text] = p
	if len(text) < leastPart {
		return p
	}
	for _, way := range waysToWrite(text) {
		begins := [leastPart]byte([]byte(way))
		s.spellings[begins] = append(s.spellings[begins], spelling{way, p})
		slices.SortStableFunc(s.spellings[begins], func(a, b spelling) int {
			return len(b.text) - len(a.text)
		})
	}
	return p
}

// lowered is a text in which the letters A to Z are small: as long as it was.
func lowered(text string) string {
	small := []byte(text)
	for i, c := range small {
		if c >= 'A' && c <= 'Z' {
			small[i] = c + 'a' - 'A'
		}
	}
	return string(small)
}

// waysToWrite are a text as JSON, XML, a URL, base64 and hex have it, in lower case.
func waysToWrite(text string) []string {
	quoted, err := json.Marshal(text)
	if err != nil {
		quoted = []byte(`""`)
	}
	slashed := strings.ReplaceAll(string(quoted[1:len(quoted)-1]), "/", `\/`)
	ways := []string{
		text, string(quoted[1 : len(quoted)-1]), slashed, html.EscapeString(text),
		url.QueryEscape(text), url.PathEscape(text), hex.EncodeToString([]byte(text)),
	}
	ways = append(ways, base64s(text)...)
	for i, way := range ways {
		ways[i] = lowered(way)
	}
	slices.Sort(ways)
	return slices.Compact(ways)
}

// base64s are the letters of base64 that a text has, wherever in an encoded text it begins: those
// that hang on nothing beside it.
func base64s(text string) (all []string) {
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			encoded := encoding.EncodeToString([]byte(strings.Repeat("\x00", before) + text))
			first := (before*8 + 5) / 6
			last := (before + len(text)) * 8 / 6
			if part := encoded[first:last]; len(part) > leastPart {
				all = append(all, part)
			}
		}
	}
	return all
}

// A part is where a secret stands in a text.
type part struct {
	from, to    int
	placeholder string
}

// parts are where secrets stand in a text, those that overlap together.
func (s *secrets) parts(text string) (all []part) {
	text = lowered(text)
	for i := 0; i+leastPart <= len(text); i++ {
		for _, way := range s.spellings[[leastPart]byte([]byte(text[i:i+leastPart]))] {
			if !strings.HasPrefix(text[i:], way.text) {
				continue
			}
			found := part{i, i + len(way.text), way.placeholder}
			if n := len(all); n > 0 && all[n-1].to > i {
				if found.to-found.from <= all[n-1].to-all[n-1].from {
					found.placeholder = all[n-1].placeholder
				}
				all[n-1] = part{all[n-1].from, max(found.to, all[n-1].to), found.placeholder}
			} else {
				all = append(all, found)
			}
			break
		}
	}
	return all
}

// hide returns a text with placeholders in place of secrets.
func (s *secrets) hide(text string) string {
	if p, ok := s.placeholders[strings.TrimSpace(text)]; ok {
		return p
	}
	found := s.parts(text)
	if len(found) == 0 {
		return text
	}
	var b strings.Builder
	end := 0
	for _, p := range found {
		b.WriteString(text[end:p.from] + p.placeholder)
		end = p.to
	}
	return b.String() + text[end:]
}

// placeholder is one in a text.
var placeholder = regexp.MustCompile(`\b(CLIENT-ID|SECRET|TOKEN|COOKIE|LISTED|HIDDEN)-\d+`)

// leaks reports whether a secret stands in a text all the same.
func (s *secrets) leaks(text string) bool {
	return len(s.parts(placeholder.ReplaceAllLiteralString(text, " "))) > 0
}

// sensitive are the names of what is secret; innocent those of them that are not.
var (
	sensitive = regexp.MustCompile(`(?i)secret|passw|passphrase|token|authoriz|^auth|[-_.]auth|` +
		`api[-_.]?key|^key$|[-_.]key$|[a-z]Key$|credential|client[-_.]?id|user[-_.]?name|session|` +
		`cookie|signature|assertion|verifier|jwt|bearer|otp$|^pin$|licen[cs]e`)
	innocent = regexp.MustCompile(`(?i)type$|expires|_in$|expiry|scope$|ur[il]$|status$|method$|` +
		`count$|www-authenticate`)
)

// kindOf is what a value of that name is; "": no secret.
func kindOf(name string) string {
	lower := strings.ToLower(name)
	switch {
	case innocent.MatchString(name) || !sensitive.MatchString(name):
		return ""
	case strings.Contains(lower, "client") && strings.Contains(lower, "id"):
		return clientID
	case strings.Contains(lower, "token") || strings.Contains(lower, "authoriz"):
		return token
	case strings.Contains(lower, "cookie") || strings.Contains(lower, "session"):
		return cookie
	case strings.Contains(lower, "secret") || strings.Contains(lower, "passw"):
		return secret
	}
	return named
}

var (
	jwtShape    = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*)?`)
	schemeShape = regexp.MustCompile(`(?i)\b(bearer|basic)\s+([A-Za-z0-9._~+/=-]{4,})`)
	element     = regexp.MustCompile(`<(?:[\w.-]+:)?([\w.-]+)(?:\s[^>]*)?>([^<]+)</`)
	attribute   = regexp.MustCompile(`([\w.-]+)\s*=\s*"([^"]*)"|([\w.-]+)\s*=\s*'([^']*)'`)
)

// learnHeaders learns the secrets of a request's headers, or of an answer's.
func (s *secrets) learnHeaders(h http.Header) {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			s.learnShapes(value)
			switch kind := kindOf(name); {
			case name == "Cookie" || name == "Set-Cookie":
				s.learnCookies(value)
			case name == "Authorization" || name == "Proxy-Authorization":
				s.learnCredentials(value)
			case kind != "":
				s.learn(kind, value)
			}
		}
	}
}

func (s *secrets) learnCookies(header string) {
	for i, pair := range strings.Split(header, ";") {
		name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
		switch strings.ToLower(name) {
		case "path", "domain", "expires", "max-age", "samesite":
			if i > 0 {
				continue
			}
		}
		if ok {
			s.learn(cookie, strings.Trim(value, `"`))
		}
	}
}

// learnCredentials learns those of an Authorization header.
func (s *secrets) learnCredentials(header string) {
	scheme, rest, ok := strings.Cut(header, " ")
	if !ok {
		s.learn(token, header)
		return
	}
	s.learn(token, rest)
	if !strings.EqualFold(scheme, "Basic") {
		return
	}
	s.learnBasic(rest)
}

func (s *secrets) learnBasic(encoded string) {
	plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		plain, err = base64.RawURLEncoding.DecodeString(strings.TrimSpace(encoded))
	}
	if id, password, ok := strings.Cut(string(plain), ":"); err == nil && ok {
		for _, form := range []func(string) string{plainly, unescaped} {
			s.learn(clientID, form(id))
			s.learn(secret, form(password))
		}
	}
}

func plainly(text string) string { return text }

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// learnShapes learns what looks like a secret within a text.
func (s *secrets) learnShapes(text string) {
	for _, found := range jwtShape.FindAllString(text, -1) {
		s.learn(token, found)
	}
	for _, found := range schemeShape.FindAllStringSubmatch(text, -1) {
		if strings.EqualFold(found[1], "basic") {
			s.learnBasic(found[2])
		}
		if len(found[2]) >= 16 {
			s.learn(token, found[2])
		}
	}
}

// learnExchange learns the secrets of the path, the query and both bodies.
func (s *secrets) learnExchange(x *exchange) {
	s.learnShapes(x.path)
	s.learnForm(x.query)
	s.learnBody(x.kind, x.body)
	s.learnBody(x.answerKind, x.answer)
	for _, name := range writtenHeaders {
		s.learnText(x.header.Get(name))
	}
}

// learnTokens learns those of a request of the token endpoint: all that it says is secret, but for
// words of the protocol.
func (s *secrets) learnTokens(x *exchange) {
	s.learnExchange(x)
	for _, values := range []url.Values{x.query, formOf(x.body)} {
		for _, name := range []string{"code", "code_verifier", "code_challenge", "state", "username",
			"child_Key", "child_key"} {
			for _, value := range values[name] {
				s.learn(named, value)
			}
		}
	}
	var answer any
	if json.Unmarshal(x.answer, &answer) == nil {
		s.learnLong(answer)
	}
}

// learnLong learns every long text of a token endpoint's answer: a token by whatever name.
func (s *secrets) learnLong(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			s.learnLong(v[name])
		}
	case []any:
		for _, below := range v {
			s.learnLong(below)
		}
	case string:
		if len(v) >= 16 && !strings.ContainsAny(v, " /") {
			s.learn(token, v)
		}
	}
}

func formOf(body []byte) url.Values {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return form
}

func (s *secrets) learnForm(form url.Values) {
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			if kind := kindOf(name); kind != "" {
				s.learn(kind, value)
			}
			s.learnText(value)
		}
	}
}

// learnBody learns the secrets of a body: JSON, a form, XML or text.
func (s *secrets) learnBody(kind string, body []byte) {
	switch {
	case kind == "application/x-www-form-urlencoded":
		s.learnForm(formOf(body))
	case kind == "multipart/form-data":
		s.learnText(string(body))
		for _, part := range multipartName.FindAllSubmatch(body, -1) {
			if of := kindOf(string(part[1])); of != "" {
				s.learn(of, string(part[2]))
			}
		}
	default:
		s.learnText(string(body))
	}
}

// multipartName is the name of a part of a form, and what is in it.
var multipartName = regexp.MustCompile(
	`(?s)name="([^"]+)"[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n(.*?)\r?\n--`)

// learnText learns the secrets of a text: of JSON and XML by names, of others by their shape.
func (s *secrets) learnText(text string) {
	s.learnShapes(text)
	trimmed := strings.TrimSpace(text)
	if strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		var value any
		d := json.NewDecoder(strings.NewReader(trimmed))
		d.UseNumber()
		if d.Decode(&value) == nil {
			s.learnValue("", value)
			return
		}
	}
	if strings.Contains(trimmed, "<") {
		for _, found := range element.FindAllStringSubmatch(text, -1) {
			if kind := kindOf(found[1]); kind != "" {
				s.learn(kind, html.UnescapeString(found[2]))
			}
		}
		for _, found := range attribute.FindAllStringSubmatch(text, -1) {
			if kind := kindOf(found[1] + found[3]); kind != "" {
				s.learn(kind, html.UnescapeString(found[2]+found[4]))
			}
		}
	}
	if plain, ok := decoded(trimmed); ok && strings.HasPrefix(strings.TrimSpace(plain), "{") {
		s.learnText(plain)
	}
	if strings.Contains(trimmed, "=") && !strings.ContainsAny(trimmed, " <\n") {
		_, query, found := strings.Cut(trimmed, "?")
		if !found {
			query = trimmed
		}
		for _, name := range slices.Sorted(maps.Keys(formOf([]byte(query)))) {
			if kind := kindOf(name); kind != "" {
				s.learn(kind, formOf([]byte(query)).Get(name))
			}
		}
	}
}

// decoded is what a text of base64 stands for, if it is text again.
func decoded(text string) (plain string, ok bool) {
	if len(text) < 8 {
		return "", false
	}
	text = strings.TrimRight(text, "=")
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if b, err := encoding.DecodeString(text); err == nil && utf8.Valid(b) {
			return string(b), true
		}
	}
	return "", false
}

func (s *secrets) learnValue(name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, below := range slices.Sorted(maps.Keys(v)) {
			s.learnValue(below, v[below])
		}
	case []any:
		for _, value := range v {
			s.learnValue(name, value)
		}
	case string:
		if kind := kindOf(name); kind != "" {
			s.learn(kind, v)
		}
		s.learnText(v)
	case json.Number:
		if kind := kindOf(name); kind != "" {
			s.learn(kind, v.String())
		}
	}
}
