package command

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// repeatStudy is the command line that repeats a study. It is made of the plan, so that merged
// shards say what one run says.
func repeatStudy(s *study.Study, against string) string {
	p := &s.Plan
	scenario := p.Base()
	if files := p.InputsOf(study.ScenarioInput); len(files) == 1 {
		scenario = files[0].Name
	}
	words := []string{"compare", scenario}
	for _, v := range p.Variations() {
		words[0] = "sweep"
		words = append(words, "--vary", v.Path+"="+strings.Join(v.Values, ","))
	}
	words = append(words, "--strategies", commaList(typedStrategies(p)))
	words = append(words, "--readings", strings.Join(p.Readings, ","),
		"--seed", strconv.FormatUint(p.First, 10))
	if of := p.Precision; of != nil {
		words = append(words, "--seeds", strconv.Itoa(of.Most),
			"--precision", of.Figure+"="+strconv.FormatFloat(of.HalfWidth, 'g', -1, 64))
	} else {
		words = append(words, "--seeds", strconv.Itoa(p.Seeds))
	}
	if against != "" {
		words = append(words, "--baseline-strategy", against)
	}
	return repeatLine(words...)
}

// typedStrategies are the strategies of the plan, those in files as their files were typed.
func typedStrategies(p *study.Plan) []string {
	names := slices.Clone(p.Strategies)
	for _, file := range p.InputsOf(study.StrategyInput) {
		if i := slices.Index(names, file.Strategy); i >= 0 {
			names[i] = file.Name
		}
	}
	return names
}
