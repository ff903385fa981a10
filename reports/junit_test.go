package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A junitElement is what Jenkins's schema, junit-10.xsd, allows of an element.
type junitElement struct {
	required, optional []string // attributes
	children           []string
	text               bool
}

var junitText10 = junitElement{optional: []string{"type", "message"}, text: true}

var junit10 = map[string]junitElement{
	"": {children: []string{"testsuites", "testsuite"}},
	"testsuites": {optional: []string{"name", "time", "tests", "failures", "errors"},
		children: []string{"testsuite"}},
	"testsuite": {
		required: []string{"name", "tests", "failures", "errors"},
		optional: []string{"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file",
			"log", "url"},
		children: []string{"testsuite", "properties", "testcase", "system-out", "system-err"},
	},
	"properties": {children: []string{"property"}},
	"property":   {required: []string{"name", "value"}},
	"testcase": {
		required: []string{"name"}, optional: []string{"time", "classname", "group"},
		children: []string{"skipped", "error", "failure", "rerunFailure", "rerunError", "flakyFailure",
			"flakyError", "system-out", "system-err"},
	},
	"skipped": junitText10, "error": junitText10, "failure": junitText10,
	"system-out": {text: true}, "system-err": {text: true},
}

// surefireTime is what the schema calls so: seconds.
var surefireTime = regexp.MustCompile(`^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$`)

// wrongJUnit is what the schema does not allow.
func wrongJUnit(r io.Reader) error {
	d := xml.NewDecoder(r)
	within := []string{""}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		in := within[len(within)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if !slices.Contains(junit10[in].children, t.Name.Local) {
				return fmt.Errorf("<%s> in <%s>", t.Name.Local, in)
			}
			if err := wrongAttributes(t); err != nil {
				return err
			}
			within = append(within, t.Name.Local)
		case xml.EndElement:
			within = within[:len(within)-1]
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 && !junit10[in].text {
				return fmt.Errorf("text %q in <%s>", t, in)
			}
		}
	}
}

func wrongAttributes(t xml.StartElement) error {
	is := junit10[t.Name.Local]
	missing := slices.Clone(is.required)
	for _, a := range t.Attr {
		name := a.Name.Local
		if !slices.Contains(slices.Concat(is.required, is.optional), name) {
			return fmt.Errorf("attribute %s of <%s>", name, t.Name.Local)
		}
		if name == "time" && t.Name.Local != "testcase" && !surefireTime.MatchString(a.Value) {
			return fmt.Errorf("time %q of <%s>", a.Value, t.Name.Local)
		}
		missing = slices.DeleteFunc(missing, func(m string) bool { return m == name })
	}
	if len(missing) > 0 {
		return fmt.Errorf("<%s> without %v", t.Name.Local, missing)
	}
	return nil
}

// What is written is as the schema says that Jenkins's plug-in checks, and others read.
func TestJUnitIsAsItsSchemaSays(t *testing.T) {
	var b bytes.Buffer
	took := func(c study.Contestant) time.Duration {
		return map[string]time.Duration{
			"naive": 1234567 * time.Millisecond, "lock": time.Second,
		}[c.Strategy]
	}
	require.NoError(t, evidence().JUnit(&b, "tokenstorm it <&>", took))
	require.NoError(t, wrongJUnit(bytes.NewReader(b.Bytes())))
	text := b.String()
	for _, part := range []string{
		`skipped="2" time="1235.567">`,
		`<testcase classname="calm, reading akamai" name="naive" time="1234.567">`,
		`<property name="seeds" value="1 to 80"></property>`,
		`<property name="repeat" value="tokenstorm it &lt;&amp;&gt;"></property>`,
		`<system-out>digest of 79 runs: `,
	} {
		require.Contains(t, text, part)
	}
	for _, test := range []struct{ text, wrong string }{
		{`<testsuites><testcase name="a"/></testsuites>`, "<testcase> in <testsuites>"},
		{`<testsuite name="a" tests="1" failures="0"/>`, "<testsuite> without [errors]"},
		{`<testsuites time="1m"/>`, `time "1m" of <testsuites>`},
		{`<testsuites><testsuite name="a" tests="1" failures="0" errors="0"><testcase name="b">` +
			`<properties/></testcase></testsuite></testsuites>`, "<properties> in <testcase>"},
		{`<testsuites seed="1"/>`, "attribute seed of <testsuites>"},
	} {
		require.EqualError(t, wrongJUnit(bytes.NewBufferString(test.text)), test.wrong)
	}
}
