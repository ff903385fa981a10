package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
)

// writtenHeaders are those of answers that are written: others may be anything, secrets too.
var writtenHeaders = []string{"Allow", "Content-Disposition", "Content-Language", "Content-Type",
	"Location", "Ratelimit", "Ratelimit-Limit", "Ratelimit-Policy", "Ratelimit-Remaining",
	"Ratelimit-Reset", "Retry-After", "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining",
	"X-Rate-Limit-Reset", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"}

// mostConditions is how many places of a body are compared. Assumed: a label has a hundred or two.
const mostConditions = 400

// A written stub is a request, and what was answered each time that it came.
type written struct {
	method, path string
	token        bool
	where        [][2]string // places, and the text that is there
	answers      []string    // YAML
	said         []string    // all that is not ours of it
}

// text is the file: why says what is wrong with it, of which the newest exchange is to blame.
func (r *Recorder) text() (text, why string) {
	var order []*written
	byRequest := map[string]*written{}
	for _, x := range r.exchanges {
		w := r.request(x)
		key := fmt.Sprintf("%q", []any{w.method, w.path, w.token, w.where})
		if known, ok := byRequest[key]; ok {
			w = known
		} else {
			byRequest[key] = w
			order = append(order, w)
		}
		text, said := r.answer(x)
		w.answers, w.said = append(w.answers, text), append(w.said, said...)
	}
	var b strings.Builder
	b.WriteString("# Recorded of a carrier; secrets have placeholders.\nformat: 1\nstubs:\n")
	for _, w := range order {
		w.write(&b)
	}
	text = b.String()
	if len(order) == 0 {
		return text, ""
	}
	for _, w := range order {
		for _, pair := range w.where {
			w.said = append(w.said, pair[0], pair[1])
		}
		if slices.ContainsFunc(append(w.said, w.path), r.secrets.leaks) {
			return "", "a secret is in it where no placeholder can stand"
		}
	}
	if _, err := stubs.Parse(r.File, []byte(text)); err != nil {
		return "", "it cannot be read back: " + strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	return text, ""
}

// write writes a stub.
func (w *written) write(b *strings.Builder) {
	fmt.Fprintf(b, "  - method: %s\n    path: %s\n", quoted(w.method), quoted(w.path))
	if !w.token {
		b.WriteString("    token: false\n")
	}
	if len(w.where) > 0 {
		b.WriteString("    where:\n")
	}
	for _, place := range w.where {
		fmt.Fprintf(b, "      %s: %s\n", quoted(place[0]), quoted(place[1]))
	}
	if alike := slices.Compact(slices.Clone(w.answers)); len(alike) == 1 {
		b.WriteString("    answer:\n" + indented(alike[0], "      "))
		return
	}
	b.WriteString("    answers:\n")
	for _, a := range w.answers {
		text := indented(a, "        ")
		b.WriteString("      - " + strings.TrimPrefix(text, "        "))
	}
}

func indented(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + line)
	}
	return b.String()
}

// quoted is a text as JSON has it, which is YAML.
func quoted(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic("record: " + err.Error()) // a text is JSON
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// request is what is written of a request. What has a secret is not compared.
func (r *Recorder) request(x *exchange) *written {
	w := &written{method: x.method, token: x.bearer}
	for i, segment := range strings.Split(x.path, "/") {
		if i > 0 {
			w.path += "/"
		}
		if r.secrets.hide(segment) != segment || strings.ContainsAny(segment, "{}?#*") {
			segment = "{hidden" + strconv.Itoa(i) + "}"
		}
		w.path += segment
	}
	for _, name := range slices.Sorted(maps.Keys(x.query)) {
		if kindOf(name) == "" && len(x.query[name]) > 0 {
			r.condition(w, "query."+name, x.query[name][0])
		}
	}
	r.body(w, x)
	return w
}

// condition compares a place, unless it has a secret.
func (r *Recorder) condition(w *written, place, text string) {
	if len(w.where) >= mostConditions || text == "" || strings.ContainsAny(place, "|*") ||
		r.secrets.hide(place) != place || r.secrets.hide(text) != text {
		return
	}
	if new(reply.Condition).At(place) == nil {
		w.where = append(w.where, [2]string{place, text})
	}
}

// body compares the places of a body.
func (r *Recorder) body(w *written, x *exchange) {
	if x.kind == "application/x-www-form-urlencoded" {
		for _, name := range slices.Sorted(maps.Keys(formOf(x.body))) {
			if kindOf(name) == "" && !strings.Contains(name, "/") {
				r.condition(w, "/"+name, formOf(x.body)[name][0])
			}
		}
		return
	}
	var value any
	d := json.NewDecoder(bytes.NewReader(x.body))
	d.UseNumber()
	if json.Valid(x.body) && d.Decode(&value) == nil {
		r.leaves(w, "", "", value)
	}
}

// leaves compares the single values of a body.
func (r *Recorder) leaves(w *written, at, name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, below := range slices.Sorted(maps.Keys(v)) {
			if below != "" && !strings.Contains(below, "/") {
				r.leaves(w, at+"/"+below, below, v[below])
			}
		}
	case []any:
		for i, below := range v {
			r.leaves(w, at+"/"+strconv.Itoa(i), name, below)
		}
	case nil:
	default:
		text := fmt.Sprint(v)
		if kindOf(name) == "" && at != "" && len(text) <= 1000 {
			r.condition(w, at, text)
		}
	}
}

// answer is what is written of an answer, and all that is not ours of that.
func (r *Recorder) answer(x *exchange) (text string, said []string) {
	var b strings.Builder
	if x.status != 200 {
		fmt.Fprintf(&b, "status: %d\n", x.status)
	}
	var headers []string
	for _, name := range writtenHeaders {
		value := x.header.Get(name)
		if name == "Location" { // or else a replay would lead to the real carrier
			value = strings.TrimPrefix(value, r.Upstream.Scheme+"://"+r.Upstream.Host)
		}
		if value != "" {
			value = escaped(r.secrets.hide(value))
			headers, said = append(headers, quoted(name)+": "+quoted(value)), append(said, value)
		}
	}
	if len(headers) > 0 {
		fmt.Fprintf(&b, "headers: {%s}\n", strings.Join(headers, ", "))
	}
	if len(x.answer) > 0 {
		body := r.answerBody(x)
		fmt.Fprintf(&b, "body: %s\n", body)
		said = append(said, body)
	}
	if b.Len() == 0 {
		return "status: 200\n", nil
	}
	return b.String(), said
}

// answerBody is a body as YAML: JSON as keys and values where it is served again as it was, any
// other as a text.
func (r *Recorder) answerBody(x *exchange) string {
	hidden, ok := r.hideJSON(x.answer)
	if !ok {
		return quoted(escaped(r.secrets.hide(string(x.answer))))
	}
	var compact bytes.Buffer
	if json.Compact(&compact, x.answer) == nil && r.isPlain(compact.Bytes()) {
		return hidden
	}
	return quoted(hidden)
}

// directive is a member whose name means something in a template.
var directive = regexp.MustCompile(`"\$[^"]*":`)

// isPlain reports whether JSON reads as YAML, and is served again as it was.
func (r *Recorder) isPlain(compact []byte) bool {
	hidden, ok := r.hideJSON(compact)
	if !ok || directive.Match(compact) || compact[0] != '{' && compact[0] != '[' {
		return false
	}
	list, err := stubs.Parse("", []byte("stubs: [{path: /, answer: {body: "+hidden+"}}]"))
	if err != nil {
		return false
	}
	template, isText := list.Stubs[0].Answers[0].Body.Template()
	return !isText && template == hidden
}

// hideJSON is compact JSON without secrets, as a template; not ok if it is no JSON.
func (r *Recorder) hideJSON(text []byte) (hidden string, ok bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var b strings.Builder
	if err := r.copyValue(&b, d, ""); err != nil {
		return "", false
	}
	_, err := d.Token()
	return b.String(), err == io.EOF
}

// copyValue copies a value of JSON, the value of a member of that name.
func (r *Recorder) copyValue(b *strings.Builder, d *json.Decoder, name string) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case json.Delim:
		b.WriteRune(rune(t))
		for first := true; d.More(); first = false {
			if !first {
				b.WriteByte(',')
			}
			below := name
			if t == '{' {
				key, err := d.Token()
				if err != nil {
					return err
				}
				below, _ = key.(string)
				b.WriteString(quoted(r.secrets.hide(below)) + ":")
			}
			if err := r.copyValue(b, d, below); err != nil {
				return err
			}
		}
		end, err := d.Token()
		if err != nil {
			return err
		}
		b.WriteRune(rune(end.(json.Delim)))
	case string:
		b.WriteString(quoted(escaped(r.hideValue(name, t))))
	case json.Number:
		if hidden := r.hideValue(name, t.String()); hidden != t.String() {
			b.WriteString(quoted(hidden))
		} else {
			b.WriteString(t.String())
		}
	case bool:
		b.WriteString(strconv.FormatBool(t))
	case nil:
		b.WriteString("null")
	}
	return nil
}

// hideValue is the value of a member without secrets: all of it is one if the name says so.
func (r *Recorder) hideValue(name, text string) string {
	if kind := kindOf(name); kind != "" && text != "" {
		return r.secrets.learn(kind, text)
	}
	hidden := r.secrets.hide(text)
	if plain, ok := decoded(text); ok && r.secrets.hide(plain) != plain {
		return r.secrets.learn(named, text)
	}
	return hidden
}

// escaped is a text in which nothing is taken for a value of a template.
func escaped(text string) string { return strings.ReplaceAll(text, "${", "${=$}{") }

// isText reports whether a body can stand in a file of YAML.
func isText(body []byte) bool {
	if !utf8.Valid(body) {
		return false
	}
	return !bytes.ContainsFunc(body, func(c rune) bool {
		return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f
	})
}
