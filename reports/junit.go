package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// The elements of JUnit's XML that continuous integration reads, as described by the schema of
// Jenkins's xunit plug-in (junit-10.xsd).
type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`

	took time.Duration
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Class   string     `xml:"classname,attr"`
	Name    string     `xml:"name,attr"`
	Time    string     `xml:"time,attr,omitempty"`
	Failure *junitText `xml:"failure"`
	Error   *junitText `xml:"error"`
	Skipped *junitText `xml:"skipped"`
	Out     string     `xml:"system-out,omitempty"`
}

type junitText struct {
	Message string `xml:"message,attr"`
}

// JUnit writes a suite for each scenario and reading, and in it a case for each strategy: FAIL is a
// failure, INCONCLUSIVE is skipped, and so is whoever nothing is expected of, with how many
// runs were banned. A run that failed is an error. Where bans alone were asked for, the verdict is
// on them.
//
// A suite has the seeds, the version and the command that repeats the study as properties; a case,
// which the schema gives none, has the digest of its runs as its output. took is how long the runs
// of a contestant took, added up; nil, so that the same study is the same bytes: no times.
func (e *Evidence) JUnit(
	w io.Writer, command string, took func(study.Contestant) time.Duration,
) error {
	var all junitSuites
	failed := e.Study.Failures()
	for _, scenario := range e.Study.Plan.Scenarios {
		for _, reading := range e.Study.Plan.Readings {
			s := junitSuite{Name: scenario + ", reading " + reading, Properties: e.properties(command)}
			for _, strategy := range e.Study.Plan.Strategies {
				c := study.Contestant{Scenario: scenario, Reading: reading, Strategy: strategy}
				of := e.junitCase(e.Study.Rule(c, e.criterion(), study.Required))
				if took != nil {
					of.Time = seconds(took(c))
					s.took += took(c)
				}
				s.add(of)
			}
			for _, r := range failed {
				if r.Scenario == scenario && r.Reading == reading {
					s.add(junitCase{Class: s.Name, Error: &junitText{r.Error},
						Name: fmt.Sprintf("%s, seed %d", r.Strategy, r.Seed)})
				}
			}
			if took != nil {
				s.Time = seconds(s.took)
			}
			all.Suites = append(all.Suites, s)
		}
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// properties are what every suite of the study has.
func (e *Evidence) properties(command string) []junitProperty {
	p := &e.Study.Plan
	all := []junitProperty{{"seeds", seeds(p)}, {"version", e.Study.Version}, {"repeat", command}}
	for _, file := range p.Inputs {
		all = append(all, junitProperty{file.Kind + " " + file.Name, "sha256:" + file.SHA256})
	}
	return all
}

// seeds are those of a plan, in words: 1 to 75.
func seeds(p *study.Plan) string {
	return fmt.Sprintf("%d to %d", p.First, p.First+uint64(p.Seeds)-1)
}

func (e *Evidence) junitCase(r study.Ruling) junitCase {
	c := junitCase{Class: r.Scenario + ", reading " + r.Reading, Name: r.Strategy,
		Out: fmt.Sprintf("digest of %s: %s", unit.Counted(e.Study.Ended(r.Contestant), "run"),
			e.Study.Digest(r.Contestant))}
	ruling := &junitText{r.String() + e.unmet(r.Contestant)}
	switch {
	case r.Proportion.N == 0:
		banned := e.proportion(r.Contestant, "banned")
		c.Skipped = &junitText{fmt.Sprintf("nothing is expected of %s; banned in %d of %d runs (%s)",
			r.Contestant, banned.Hits, banned.N, banned)}
	case r.Verdict == study.Fail:
		c.Failure = ruling
	case r.Verdict == study.Inconclusive:
		c.Skipped = ruling
	}
	return c
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}
