package logs

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
)

func init() {
	register(jsonLog(Format{
		Name: "jmeter-xml", About: "JMeter's JTL as XML", Stamp: Begins,
		Sample: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testResults version=\"1.2\">\n" +
			"<httpSample t=\"87\" ts=\"1772434803412\" lb=\"token\" rc=\"200\" rm=\"OK\">\n" +
			"  <method class=\"java.lang.String\">POST</method>\n" +
			"  <java.net.URL>https://auth.example.com/oauth/token</java.net.URL>\n" +
			"</httpSample>\n</testResults>\n",
		Hits: "2026-03-02T07:00:03.412Z +1ms" +
			" ended by +89ms - POST auth.example.com /oauth/token 200",
		document: true,
		frame: func(head []byte) framing {
			if !bytes.Contains(head, []byte("<testResults")) {
				return nil
			}
			return newSamples
		},
	}, fields{
		time: "ts", url: "java.net.URL", method: "method", status: "rc", took: "t", tookIn: milli,
	}.always))
}

// samples turn each httpSample into a JSON object of its attributes and of the texts in it. One
// that holds others, a redirection or what a page needs, stands for these, and is no request.
type samples struct {
	in   *xml.Decoder
	open []*sample
}

type sample struct {
	line  int
	says  map[string]string
	holds bool
}

func newSamples(in io.Reader) framer { return &samples{in: xml.NewDecoder(in)} }

func (*samples) torn() bool { return false }

func (s *samples) next(r *record) (err error) {
	name := ""
	for {
		line, _ := s.in.InputPos()
		token, err := s.in.Token()
		if err != nil {
			return err
		}
		var inner *sample
		if len(s.open) > 0 {
			inner = s.open[len(s.open)-1]
		}
		switch t := token.(type) {
		case xml.StartElement:
			if name = t.Name.Local; name != "httpSample" {
				continue
			}
			if inner != nil {
				inner.holds = true
			}
			says := map[string]string{}
			for _, a := range t.Attr {
				says[a.Name.Local] = a.Value
			}
			s.open = append(s.open, &sample{line: line, says: says})
		case xml.CharData:
			if text := bytes.TrimSpace(t); inner != nil && (name == "method" || name == "java.net.URL") &&
				len(text) > 0 {
				inner.says[name] = string(text)
			}
		case xml.EndElement:
			if name = ""; t.Name.Local != "httpSample" {
				continue
			}
			s.open = s.open[:len(s.open)-1]
			if !inner.holds {
				r.line = inner.line
				r.text, err = json.Marshal(inner.says)
				return err
			}
		}
	}
}
