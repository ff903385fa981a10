package logs

import (
	"bytes"
	"strings"

	"github.com/tidwall/gjson"
)

// When a shipper read a line is not when a request ended: its stamps are not taken.
func init() {
	register(Format{
		Name: "shipped", Stamp: Ends, Wraps: true,
		About: "JSON of Filebeat, Fluent Bit, Vector, Loki, CloudWatch, Splunk or Elasticsearch around " +
			"lines or objects of another log",
		Sample: `{"@timestamp":"2026-03-02T07:00:09.599Z","message":"198.51.100.7 - - ` +
			`[02/Mar/2026:07:00:03 +0000] \"POST /oauth/token HTTP/1.1\" 200 912 \"-\" ` +
			`\"curl/8.5.0\" 0.087","host":{"name":"web1"}}`,
		Hits: "2026-03-02T07:00:02.912Z +1.001s ended by +1.088s 198.51.100.7 POST - /oauth/token 200",
		frame: func(head []byte) framing {
			if bytes.HasPrefix(bytes.TrimSpace(head), []byte(`{"events"`)) {
				return jsonFraming(head, []string{"events"})
			}
			return jsonFraming(head, nil)
		},
		open: func(*Options) parser {
			return func(r *record) outcome {
				if len(r.text) == 0 || r.text[0] != '{' || !gjson.ValidBytes(r.text) {
					return r.wrong(r.text, "a JSON object")
				}
				if gjson.GetBytes(r.text, "stream").Type == gjson.String &&
					gjson.GetBytes(r.text, "log").Type == gjson.String {
					return r.wrong(r.text, "no line of Docker's, which is a format of its own")
				}
				for _, name := range shippedNames {
					switch value := gjson.GetBytes(r.text, name); {
					case value.Type == gjson.String:
						r.text = []byte(strings.TrimRight(value.Str, "\r\n"))
						return whole
					case value.IsObject() && name != "log":
						r.text = []byte(value.Raw)
						return whole
					}
				}
				return r.wrong(r.text, "an object with a line of another log as message, log or line")
			}
		},
	})
}

// shippedNames are the names that shippers and stores give to a line, or to the object that it was.
var shippedNames = []string{"message", "log", "line", "_raw", "result._raw", "textPayload",
	"_source",
	"jsonPayload", "fields.message"}
