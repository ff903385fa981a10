package page

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/reports/storm"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

var update = flag.Bool("update", false, "write the goldens anew")

const ms = time.Millisecond

// A duel of two nodes: each renewal kills the other's token, and the third hit brings a ban.
var duel = []measure.Record{
	{At: 60 * ms, Kind: measure.TokenJudged, Serial: 1, Action: 1, User: 1, Click: 1,
		Status: 200, Token: 1, Why: strategies.WhyCold},
	{At: 90 * ms, Kind: measure.TokenJudged, Serial: 2, Action: 2, User: 2, Node: 1, Click: 1,
		Status: 200, Token: 2, Why: strategies.WhyCold},
	{At: 160 * ms, Kind: measure.APIJudged, Serial: 3, Action: 1, User: 1, Status: 401,
		Token: 1, Reason: fakecarrier.ReasonKilled, KilledBy: 2},
	{At: 260 * ms, Kind: measure.TokenJudged, Serial: 4, Action: 1, User: 1, Click: 1,
		Status: 403, Rejected: 1, Why: strategies.WhyRejected, Reason: fakecarrier.ReasonBanned,
		Ban: fakecarrier.BanStarted, Since: 60 * ms, BannedUntil: 10*time.Minute + 260*ms},
	{At: 310 * ms, Kind: measure.ActionFailed, Action: 1, User: 1, Click: 1, Sent: 10 * ms},
}

// duelScenario has texts that would end a script, were they not packed.
const duelScenario = `about: The end </script><script>alert(1)</script> & "quoted".
length: 20m
fleet: {nodes: 2, users: 2}
workload:
  - closed: {think: 1s}
network:
  api: {leg: 50ms, lose_replies: 0.25}
  token: {leg: 50ms}
strategies: [naive, recommended]
`

func duelInput(t *testing.T) Input {
	t.Helper()
	s, err := scenarios.Parse("duel.yaml", []byte(duelScenario))
	require.NoError(t, err)
	c := reports.Chapter{Scenario: s, Reading: "akamai", Seed: 42}
	ran := map[string][]measure.Record{"naive": duel, "recommended": nil}
	for _, name := range []string{"naive", "recommended"} {
		records := ran[name]
		course := s.Course(time.Duration(s.Length), name)
		k := reports.Contestant{
			Strategy: name, About: "About " + name + ".",
			Tally: measure.NewTally(course), Timeline: reports.NewTimeline(course),
		}
		first := lineage.NewFirst(s, name)
		for i := range records {
			for _, f := range []measure.Fold{k.Tally, k.Timeline, first} {
				f.Add(&records[i])
			}
		}
		k.Tally.Close()
		k.FirstBan = first.First()
		k.Tally.Reading = "akamai"
		k.Verdicts = []*measure.Outcome{&k.Tally.Outcome,
			{Reading: "literal", Actions: measure.Actions{Succeeded: 1, Failed: 1}}}
		c.Contestants = append(c.Contestants, k)
	}
	return Input{
		Command: "tokenstorm report --seed 42", Version: "v1", Seed: 42,
		Chapters: []reports.Chapter{c},
		Review:   &review.Review{Seeds: 3},
		Finds: []Find{{"naive", s, measure.Outcome{
			Actions: measure.Actions{Started: 9, Succeeded: 5, Failed: 3, Open: 1},
			Token:   measure.TokenCount{Requests: 4}, Bans: measure.Bans{Count: 1},
			Sessions: &measure.Sessions{Lost: 2},
		}}},
		Storms: []Storm{{"duel", "naive", &storm.Data{Unit: 100, Words: []string{"</script>"}}}},
	}
}

func write(t *testing.T, in Input) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, in))
	return b.String()
}

// unpacked is the JSON of a block, as the script reads it.
func unpacked(t *testing.T, page, id string) []byte {
	t.Helper()
	_, block, found := strings.Cut(page, `id="`+id+`">`)
	require.True(t, found, "no block %s", id)
	block, _, _ = strings.Cut(block, "<")
	packed, err := base64.StdEncoding.DecodeString(block)
	require.NoError(t, err)
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	text, err := io.ReadAll(reader)
	require.NoError(t, err)
	return text
}

func TestFigures(t *testing.T) {
	var got bytes.Buffer
	require.NoError(t, json.Indent(&got, unpacked(t, write(t, duelInput(t)), "figures"), "", " "))
	const file = "testdata/figures.json"
	if *update {
		require.NoError(t, os.WriteFile(file, got.Bytes(), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "write it with: go test ./reports/page -update")
	require.Equal(t, string(want), got.String())
}

func TestEqualInputsEqualBytes(t *testing.T) {
	first := write(t, duelInput(t))
	for range 5 {
		require.Equal(t, first, write(t, duelInput(t)))
	}
}

func TestTextsCannotLeaveTheirBlocks(t *testing.T) {
	page := write(t, duelInput(t))
	require.NotContains(t, page, "alert(1)")
	require.Equal(t, strings.Count(shell, "</script>")+2, strings.Count(page, "</script>"))
	require.Contains(t, string(unpacked(t, page, "storms")), `"unit_us":100`)
}

// A study that is saved in the page comes out as it was put in, whatever its name.
func TestPageCarriesItsStudies(t *testing.T) {
	in := duelInput(t)
	in.Saved = []Saved{{`my "shop" <1>`, "shop-study.zip", []byte("PK\x03\x04</script>")}}
	page := write(t, in)
	require.Contains(t, page, `data-study="my &#34;shop&#34; &lt;1&gt;" data-name="shop-study.zip">`+
		base64.StdEncoding.EncodeToString(in.Saved[0].Zip)+"</script>")
}

// A page that is opened from a disk has nothing to fetch.
func TestThePageNamesNoOtherFile(t *testing.T) {
	_, head, _ := strings.Cut(shell, "<head>")
	head, _, _ = strings.Cut(head, "<style>")
	require.NotRegexp(t, `(src|href)="[^d]`, head)
	require.NotRegexp(t, `@import|url\(["']?http`, shell)
	require.Contains(t, shell, `content="default-src 'none';`)
}

// A long story is told by its beginning and its end.
func TestALongStoryIsCut(t *testing.T) {
	f := &lineage.Ban{Hits: make([]lineage.Traced, 100)}
	told := storyOf(&reports.Contestant{FirstBan: f})
	require.Equal(t, 100, told.Count)
	require.Len(t, told.Hits, mostHits)
	require.Equal(t, 30, told.Hits[29].Number)
	require.Equal(t, 71, told.Hits[30].Number)

	f.Hits = f.Hits[:mostHits]
	require.Len(t, storyOf(&reports.Contestant{FirstBan: f}).Hits, mostHits)
}

// A page of a scenario with classes, groups, sessions and times of day shows all of them.
func TestPageOfParts(t *testing.T) {
	s := handmade.Town()
	course := s.Course(s.Lasts(), "recommended")
	k := reports.Contestant{
		Strategy: "recommended", Tally: measure.NewTally(course), Timeline: reports.NewTimeline(course),
		Losses: lineage.NewLosses(s, "recommended", 5),
	}
	k.Tally.Strategy = k.Strategy
	for i := range handmade.TownRecords {
		for _, f := range []measure.Fold{k.Tally, k.Timeline, k.Losses} {
			f.Add(&handmade.TownRecords[i])
		}
	}
	k.Tally.Close()
	page := write(t, Input{Chapters: []reports.Chapter{
		{Scenario: s, Reading: "akamai", Contestants: []reports.Contestant{k}},
	}})
	var read struct {
		Chapters []struct {
			Begins float64         `json:"begins_ms"`
			Parts  []drawing.Table `json:"parts"`
			Losses []losses        `json:"losses"`
		} `json:"chapters"`
	}
	require.NoError(t, json.Unmarshal(unpacked(t, page, "figures"), &read))
	c := read.Chapters[0]
	require.InDelta(t, 8*3_600_000, c.Begins, 0)
	require.Len(t, c.Parts, 2)
	require.Equal(t, []string{"class", "ok", "bans"}, c.Parts[0].Columns[:3])
	require.Equal(t, []string{"clicks", "50.0 %", "0"}, c.Parts[0].Lines[0][:3])
	require.Equal(t, []string{"naive", "50.0 %", "0"}, c.Parts[1].Lines[1][:3])
	require.Len(t, c.Losses, 1)
	require.Equal(t, 1, c.Losses[0].Count)
	require.Contains(t, c.Losses[0].Told[0].Why, "request 3 of node 1 (class labels, group naive)")
	require.Len(t, c.Losses[0].Told[0].Renewals, 2)
}
