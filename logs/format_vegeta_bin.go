package logs

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"io"
	"time"
)

// It is a stream of the struct Result in lib/results.go of vegeta, whose fields gob goes by.
func init() {
	register(jsonLog(Format{
		Name: "vegeta-bin", About: "vegeta attack -output, as it is", Stamp: Begins,
		Meant:  "results that Go's gob encodes",
		Sample: vegetaSample(),
		Hits: "2026-03-02T07:00:03.412345678Z +1ns" +
			" ended by +87.312002ms - POST auth.example.com /oauth/token 200",
		document: true,
		frame: func(head []byte) framing {
			if newGob(bytes.NewReader(head)).next(&record{}) != nil {
				return nil
			}
			return newGob
		},
	}, vegetaFields.always))
}

// A vegetaResult is what is read of a result: gob goes by the names of fields.
type vegetaResult struct {
	Code      uint16        `json:"code"`
	Timestamp time.Time     `json:"timestamp"`
	Latency   time.Duration `json:"latency"`
	BytesIn   uint64        `json:"bytes_in"`
	Method    string        `json:"method"`
	URL       string        `json:"url"`
}

// A gobReader turns results into JSON, as vegeta itself does. Their lines are their numbers.
type gobReader struct {
	results *gob.Decoder
	read    int
}

func newGob(in io.Reader) framer { return &gobReader{results: gob.NewDecoder(in)} }

func (*gobReader) torn() bool { return false }

func (g *gobReader) next(r *record) (err error) {
	var result vegetaResult
	if err := g.results.Decode(&result); err != nil {
		return err
	}
	g.read++
	r.line = g.read
	r.text, err = json.Marshal(result)
	return err
}

func vegetaSample() string {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(vegetaResult{200, time.Unix(1772434803, 412345678).UTC(),
		87312 * time.Microsecond, 912, "POST", "https://auth.example.com/oauth/token"}); err != nil {
		panic(err) // numbers and strings
	}
	return b.String()
}
