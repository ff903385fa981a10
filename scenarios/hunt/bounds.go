package hunt

import (
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// Bounds say which scenarios are drawn: one YAML file. What it leaves out is not bounded.
type Bounds struct {
	About        string              `yaml:"about" doc:"What these bounds are for."`
	Nodes        *int                `yaml:"nodes" min:"1" max:"100" doc:"So many nodes at most."`
	Customers    *int                `yaml:"customers" min:"1" max:"100" doc:"So many customers at most."`
	Users        *int                `yaml:"users" min:"1" max:"10000" doc:"So many users at most."`
	Length       strict.PositiveSpan `yaml:"length" doc:"A run lasts so long at most."`
	FaultsAtMost *int                `yaml:"faults_at_most" min:"0" max:"20" doc:"So many faults at most."`
	Faults       []string            `yaml:"faults" doc:"These kinds of faults alone; [] is none."`
	Readings     []string            `yaml:"readings" doc:"These readings of the ban rule alone."`
	Profiles     []string            `yaml:"profiles" doc:"These carriers alone, where one is drawn."`
	Without      []string            `yaml:"without" doc:"These features are left out, such as carrier.refresh."`
}

// ParseBounds reads them.
func ParseBounds(file string, text []byte) (*Bounds, error) {
	b := new(Bounds)
	return b, strict.Decode(file, text, b)
}

// Schema is the JSON Schema of such files.
func Schema() ([]byte, error) { return strict.Schema(new(Bounds), "Bounds of a hunt") }

// Names are the words that some keys know.
func (*Bounds) Names(key string) []string {
	switch key {
	case "faults":
		return faults.Names()
	case "profiles":
		return fakecarrier.Profiles()
	case "without":
		return Features()
	}
	return nil
}

// Check reports words that nothing is called, and readings that cannot be read.
func (b *Bounds) Check(at strict.Place) {
	for _, list := range []struct {
		key   string
		words []string
	}{{"faults", b.Faults}, {"profiles", b.Profiles}, {"without", b.Without}} {
		for i, word := range list.words {
			below := at.Key(list.key).Item(i)
			if known := b.Names(list.key); below.Sound() && !slices.Contains(known, word) {
				below.Wrong(unit.Quote(word), unit.Meant(word, known))
			}
		}
	}
	for i, reading := range b.Readings {
		below := at.Key("readings").Item(i)
		if _, err := throttle.Parse(reading); below.Sound() && err != nil {
			below.Wrong(err.Error(), "akamai, literal, paranoid, or ids")
		}
	}
}

// Features are the names of all that a scenario may have or not.
func Features() (all []string) {
	for _, f := range features {
		all = append(all, f.name)
	}
	slices.Sort(all)
	return all
}

// allow reports whether scenarios may have a feature.
func (b *Bounds) allow(name string) bool {
	fault, is := strings.CutPrefix(name, "faults.")
	return !slices.Contains(b.Without, name) &&
		!(is && b.Faults != nil && !slices.Contains(b.Faults, fault))
}
