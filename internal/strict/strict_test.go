package strict

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A garden has a field of each kind.
type garden struct {
	Name   string                 `yaml:"name,required" doc:"What it is called." meant:"a name"`
	Opens  time.Time              `yaml:"opens" doc:"The day on which it opens."`
	Water  Optional[Span]         `yaml:"water" doc:"How long it is watered."`
	Wait   PositiveSpan           `yaml:"wait" doc:"How long one waits." max:"1h"`
	At     Instant                `yaml:"at" doc:"When."`
	By     Offset                 `yaml:"by" doc:"By how much." min:"-1h" max:"1h"`
	Trees  PositiveCount          `yaml:"trees" doc:"How many trees." max:"1000"`
	Birds  int                    `yaml:"birds" min:"0" max:"2147483647" doc:"How many birds."`
	Bees   int                    `yaml:"bees" doc:"How many bees."`
	Seed   uint64                 `yaml:"seed" doc:"A number."`
	Shade  Share                  `yaml:"shade" doc:"The share in the shade."`
	Rain   Rate                   `yaml:"rain" doc:"Drops."`
	Sun    Optional[PositiveRate] `yaml:"sun" doc:"Rays."`
	Open   bool                   `yaml:"open" doc:"Whether it is open."`
	Soil   soil                   `yaml:"soil" doc:"What it stands on."`
	Beds   []bed                  `yaml:"beds" doc:"What grows."`
	Pond   *pond                  `yaml:"pond" doc:"Its water."`
	Paths  []string               `yaml:"paths" doc:"Where one walks."`
	Hours  []Share                `yaml:"hours" doc:"Visitors." items:"3"`
	Gate   gate                   `yaml:"gate" doc:"The gate."`
	Ring   *PositiveCount         `yaml:"ring" doc:"A ring."`
	Sheds  Named[shed]            `yaml:"sheds" doc:"What stands there."`
	Nested struct{ Deep *garden } `yaml:"-"`
}

func (g *garden) Defaults() { g.Trees, g.Wait, g.Soil = 1, PositiveSpan(time.Minute), "clay" }

func (g *garden) Check(at Place) {
	if at.Sound("birds", "trees") && g.Birds > 10*int(g.Trees) {
		at.Key("birds").Wrong("too many birds", "ten a tree")
	}
}

type soil string

func (soil) Choices() []string { return []string{"clay", "sand"} }

type gate struct {
	Width PositiveCount `yaml:"width,required" doc:"How wide."`
	Lock  string        `yaml:"lock" doc:"What locks it."`
}

type pond struct {
	Depth PositiveCount `yaml:"depth,required" doc:"How deep."`
	Fish  int           `yaml:"fish" min:"0" max:"2147483647" doc:"How many fish."`
}

func (p *pond) Defaults() { p.Fish = 3 }

// A shed has a name.
type shed struct {
	Name  string `yaml:"-"`
	Tools int    `yaml:"tools" min:"0" max:"2147483647" doc:"How many tools."`
}

func (s *shed) Called(name string) error {
	if s.Name = name; name != strings.ToLower(name) {
		return &unit.Error{Found: name, Meant: "a name in small letters"}
	}
	return nil
}

func (*shed) NamePattern() string { return "^[^A-Z]*$" }

func (s *shed) Defaults() { s.Tools = len(s.Name) }

// A bed is one of several things.
type bed struct {
	Key  string
	Kind any
}

var beds = NewKinds("bed")

func init() {
	beds.Add(UnionKind{Key: "roses", About: "Roses.", New: func() any { return &roses{} }})
	beds.Add(UnionKind{Key: "lawn", About: "A lawn.", New: func() any { return &lawn{} }})
}

func (*bed) Kinds() *Kinds { return beds }

func (b *bed) Take(key string, value any) { b.Key, b.Kind = key, value }

type roses struct {
	At Instant `yaml:"at" doc:"When they bloom."`
}

type lawn struct {
	Every PositiveSpan `yaml:"every,required" doc:"When it is mown."`
}

const whole = "\ufeff# A garden.\n" + `
format: 1
name: Kew
opens: 2024-02-29
water: 0s
at: 5m
by: -3s
birds: 7
seed: 18446744073709551615
shade: .25
rain: 90/m
open: true
soil: sand
beds:
  - roses: &early {at: 1m}
  - lawn: {every: 1h}
  - roses: {<<: *early}
pond: {depth: 2}
paths: [a, "5", "b c"]
hours: [0, 1, 0.5]
gate: {width: 10.0}
ring: 4
sheds: {tall: , low: {tools: 9}}
`

func TestDecode(t *testing.T) {
	var g garden
	require.NoError(t, Decode("garden.yaml", []byte(whole), &g))
	require.Equal(t, garden{
		Name: "Kew", Opens: time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), Water: Some(Span(0)),
		Wait: PositiveSpan(time.Minute), At: Instant(5 * time.Minute), By: Offset(-3 * time.Second),
		Trees: 1, Birds: 7, Seed: 1<<64 - 1, Shade: .25, Rain: 1.5, Open: true, Soil: "sand",
		Beds: []bed{
			{"roses", &roses{Instant(time.Minute)}}, {"lawn", &lawn{PositiveSpan(time.Hour)}},
			{"roses", &roses{Instant(time.Minute)}},
		},
		Pond: &pond{2, 3}, Paths: []string{"a", "5", "b c"}, Hours: []Share{0, 1, .5},
		Gate: gate{Width: 10}, Ring: new(PositiveCount(4)),
		Sheds: Named[shed]{{"tall", 4}, {"low", 9}},
	}, g)
}

const little = "name: Kew\ngate: {width: 1}\nbeds:\npond:\n"

// What is left out is left as it is usual, and a section of which nothing is said has its defaults.
func TestDecodeLittle(t *testing.T) {
	var g garden
	require.NoError(t, Decode("garden.yaml", []byte(little), &g))
	require.Equal(t, garden{
		Name: "Kew", Wait: PositiveSpan(time.Minute), Trees: 1, Soil: "clay", Gate: gate{Width: 1},
	}, g)
	require.False(t, g.Water.Given)
	require.Equal(t, Span(5), g.Water.Or(5))
}

var update = flag.Bool("update", false, "write the goldens anew; commit only what you can explain")

// The files of testdata/mistakes hold what is read, and behind a line of dashes what is reported.
func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/mistakes/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var anew []string
		for each := range strings.SplitSeq(string(text), "====\n") {
			given, want, ok := strings.Cut(each, "----\n")
			require.True(t, ok, each)
			var g garden
			err := Decode("f", []byte(given), &g)
			require.Error(t, err, given)
			got := strings.ReplaceAll("\n"+err.Error(), "\nf:", "\n")[1:] + "\n"
			anew = append(anew, given+"----\n"+got)
			if !*update {
				require.Equal(t, want, got, "%s`make golden` writes %s anew", given, file)
			}
		}
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(strings.Join(anew, "====\n")), 0o644))
		}
	}
}

// The ends of bounds belong to what may be written.
func TestBounds(t *testing.T) {
	for _, line := range []string{
		"wait: 1h", "wait: 1ns", "by: -1h", "by: 1h", "at: 876000h", "at: 0s", "trees: 1", "trees: 1000",
		"birds: 0", "shade: 0", "shade: 1", "rain: 0/s", "seed: 0",
	} {
		var g garden
		require.NoError(t, Decode("f", []byte("name: Kew\ngate: {width: 1}\n"+line), &g), line)
	}
}

// A file may be as large, have as many values, and be as deep as the limits say, and no more.
func TestLimitsThemselves(t *testing.T) {
	sound := "name: Kew\ngate: {width: 1}\n#"
	fill := strings.Repeat("x", MostBytes-len(sound))
	paths := func(n int) string { // four values beside the paths and their list
		return "name: Kew\ngate: {width: 1}\npaths: [" + strings.Repeat("a,", n) + "]\n"
	}
	deep := func(n int) string { return "a: " + strings.Repeat("[", n) + strings.Repeat("]", n) }
	for about, m := range map[string]struct{ fine, wrong, want string }{
		"bytes":   {sound + fill, sound + fill + "x", "more than 1048576 bytes"},
		"values":  {paths(mostNodes - 5), paths(mostNodes - 4), "more than 100000 values"},
		"depth":   {deep(mostDepth - 1), deep(mostDepth), "more than 50 levels"},
		"aliases": {tower(mostDepth - 2), tower(mostDepth - 1), "more than 50 levels"},
	} {
		_, err := Parse("f", []byte(m.fine))
		require.NoError(t, err, about)
		_, err = Parse("f", []byte(m.wrong))
		require.ErrorContains(t, err, m.want, about)
	}
}

func TestLimits(t *testing.T) {
	for about, m := range map[string]struct{ text, want string }{
		"size":     {strings.Repeat("a", 50<<20), "f:1:1: found more than 1048576 bytes; meant a"},
		"zeros":    {strings.Repeat("\x00", 1000), "f:1:1: found the control character U+0000; meant te"},
		"bytes":    {"name: \xff", "f:1:7: found the byte 0xff, which is no UTF-8; meant text"},
		"brackets": {strings.Repeat("[", 100_000), "f:1:51: found more than 50 levels; meant fewer"},
		"braces":   {strings.Repeat("{a: ", 100_000), "f:1:201: found more than 50 levels; meant fewer"},
		"items":    {strings.Repeat("- ", 100_000), "f:1:101: found more than 50 levels; meant fewer"},
		"keys":     {strings.Repeat("? ", 100_000), "f:1:101: found more than 50 levels; meant fewer"},
		"blocks":   {ladder(100), "f:51:52: found more than 50 levels; meant fewer"},
		"laughs":   {laughs(9), "found more than 100000 values; meant a smaller file"},
		"tower":    {tower(60), "found more than 50 levels; meant fewer"},
		"values":   {strings.Repeat("- a\n", 100_001), "found more than 100000 values; meant a smaller"},
	} {
		t.Run(about, func(t *testing.T) {
			var g garden
			err := Decode("f", []byte(m.text), &g)
			require.ErrorContains(t, err, m.want)
			var mistakes Mistakes
			require.ErrorAs(t, err, &mistakes)
			require.Len(t, mistakes, 1)
		})
	}
}

func ladder(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func laughs(n int) string {
	text := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range n {
		at := string(rune('0' + i))
		next := string(rune('1' + i))
		text += "a" + next + ": &a" + next + " [" + strings.Repeat("*a"+at+", ", 10) + "]\n"
	}
	return text
}

func tower(n int) string {
	text := "a0: &a0 [x]\n"
	for i := 1; i < n; i++ {
		text += fmt.Sprintf("a%d: &a%d [*a%d]\n", i, i, i-1)
	}
	return text
}
