package reports

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// The elements of JUnit's XML that continuous integration reads, as described by the schema of
// Jenkins's xunit plug-in (junit-10.xsd).
type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string     `xml:"classname,attr"`
	Name    string     `xml:"name,attr"`
	Failure *junitText `xml:"failure"`
	Error   *junitText `xml:"error"`
	Skipped *junitText `xml:"skipped"`
}

type junitText struct {
	Message string `xml:"message,attr"`
}

// JUnit writes a suite for each scenario and reading, and in it a case for each strategy: FAIL is a
// failure, INCONCLUSIVE is skipped, and so is whoever nothing is expected of, with how many
// runs were banned. A run that failed is an error. Where bans alone were asked for, the verdict is
// on them.
func (e *Evidence) JUnit(w io.Writer) error {
	var all junitSuites
	failed := e.Study.Failures()
	for _, scenario := range e.Study.Plan.Scenarios {
		for _, reading := range e.Study.Plan.Readings {
			s := junitSuite{Name: scenario + ", reading " + reading}
			for _, strategy := range e.Study.Plan.Strategies {
				c := study.Contestant{Scenario: scenario, Reading: reading, Strategy: strategy}
				s.add(e.junitCase(e.Study.Rule(c, e.criterion(), study.Required)))
			}
			for _, r := range failed {
				if r.Scenario == scenario && r.Reading == reading {
					s.add(junitCase{Class: s.Name, Error: &junitText{r.Error},
						Name: fmt.Sprintf("%s, seed %d", r.Strategy, r.Seed)})
				}
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

func (e *Evidence) junitCase(r study.Ruling) junitCase {
	c := junitCase{Class: r.Scenario + ", reading " + r.Reading, Name: r.Strategy}
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
