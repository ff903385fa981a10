package reports

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/logs/infer"
)

// An InferredLog is a log whose answers were made use of.
type InferredLog struct {
	Account *logs.Account
	Hits    []infer.Hit
}

// place names the line of a hit, with its file where the log is several.
func (l *InferredLog) place(hit int) string {
	h := &l.Hits[hit]
	if len(l.Account.Files) > 1 {
		return fmt.Sprintf("%s:%d", h.File, h.Line)
	}
	return fmt.Sprint(h.Line)
}

func (l *InferredLog) places(hits []int) string {
	var all []string
	for n, left := range ends(len(hits), mostJudged, firstJudged, lastJudged) {
		if left > 0 {
			all = append(all, fmt.Sprintf("%d more", left))
		}
		all = append(all, l.place(hits[n]))
	}
	return strings.Join(all, ", ")
}

// instant renders an instant: of a list without a clock, as it stands in the list.
func (l *InferredLog) instant(at int64) string {
	return stamp(l.Account, at)
}

// span is between which instants something happened. The last nanosecond of a stamp is its end.
func (l *InferredLog) span(between [2]int64) [2]string {
	last := between[1]
	if last > between[0] {
		last = unit.Ceil(last, int64(time.Microsecond))
	}
	return [2]string{l.instant(between[0]), l.instant(last)}
}

// fromTo is a range in a cell of a table; of one that is a single value, that.
func fromTo(between [2]string) string {
	if between[0] == between[1] {
		return between[0]
	}
	return between[0] + " to\n" + between[1]
}

// Inference prints which rules the answers leave, and what refutes the others.
func Inference(b *bytes.Buffer, log *InferredLog, found *infer.Findings, f Format) {
	answers := infer.Answers(log.Hits)
	fmt.Fprintf(b, "%s: %v\n", unit.Counted(len(log.Hits), "token hit"), answers)
	if !answers.Tell() {
		b.WriteString(Fold("Without both, a log says little of the rule: it takes 403s to tell what "+
			"violates, and other answers to tell what does not.", f.Width) + "\n")
	}
	if found.Contradiction != nil {
		contradiction(b, log, found.Contradiction)
	} else {
		leftReadings(b, found, f)
	}
	refutedTable(b, log, found, f)
	bansSeen(b, log, found.Bans, f)
	experiments(b, found.Next, f)
}

// leftReadings shows the readings and choices that are left. Whether the request that violates is
// served decides most: with it the readings that are left differ.
func leftReadings(b *bytes.Buffer, found *infer.Findings, f Format) {
	var rows []string
	left := map[string][]string{}
	note := func(row, value string) {
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
		if !slices.Contains(left[row], value) {
			left[row] = append(left[row], value)
		}
	}
	lags := map[throttle.Fate]infer.Range{}
	for _, fate := range []throttle.Fate{throttle.Refused, throttle.Served} {
		for _, c := range found.Consistent {
			if c.Violator != fate {
				continue
			}
			note(fmt.Sprintf("%s, violator %v", part(c.Average), fate), c.Reading)
			lag, ok := lags[fate]
			if !ok {
				lag = c.Lag
			}
			lags[fate] = infer.Range{From: min(lag.From, c.Lag.From), To: max(lag.To, c.Lag.To)}
		}
		if lag, ok := lags[fate]; ok {
			note(fmt.Sprintf("lag, violator %v", fate), lagOf(lag))
		}
	}
	for _, c := range found.Consistent {
		note("extension", c.Extension.String())
		for _, h := range c.Hits {
			note("hits that count", h.String())
		}
		for _, k := range c.Keys {
			note("counted together", string(k))
		}
	}
	t := newTable(text.AlignDefault, "", "consistent with the log")
	for _, row := range rows {
		t.AppendRow(table.Row{row, strings.Join(left[row], ", ")})
	}
	b.WriteByte('\n')
	t.folds = true
	putRows(b, t, f.Width)
}

// lagOf renders a lag; its end is a bound, rounded up.
func lagOf(r infer.Range) string {
	to := time.Duration(unit.Ceil(int64(r.To), int64(time.Microsecond)))
	if r.From == r.To {
		return r.From.String()
	}
	return fmt.Sprintf("%v to %v", r.From.Truncate(time.Microsecond), to)
}

// refutedTable shows what refutes the readings that are not left, and the choices.
func refutedTable(b *bytes.Buffer, log *InferredLog, found *infer.Findings, f Format) {
	t := newTable(text.AlignDefault, "refuted", "line", "because")
	for _, r := range found.Refuted {
		name := r.Reading
		if r.Extension != "any" {
			name += "+" + r.Extension
		}
		t.AppendRow(table.Row{name, log.place(r.Hit), r.Because})
	}
	for _, c := range found.Choices {
		t.AppendRow(table.Row{c.Name + "=" + c.Value, log.place(c.Hit), c.Because})
	}
	if t.folds = true; t.Length() > 0 {
		b.WriteByte('\n')
		putRows(b, t, f.Width)
	}
}

// bansSeen shows the bans in the log.
func bansSeen(b *bytes.Buffer, log *InferredLog, bans []infer.Ban, f Format) {
	if len(bans) == 0 {
		return
	}
	t := newTable(text.AlignDefault, "ban from", "by line", "over", "refused", "extended by lines")
	for _, ban := range bans {
		by := log.places(ban.Prolonged)
		if len(ban.Perhaps) > 0 {
			by = strings.TrimPrefix(by+", perhaps "+log.places(ban.Perhaps), ", ")
		}
		began := [2]string{log.place(ban.Began[0]), log.place(ban.Began[1])}
		t.AppendRow(table.Row{fromTo(log.span(ban.From)),
			strings.ReplaceAll(fromTo(began), "\n", " "), fromTo(log.span(ban.Until)),
			ban.Refused, by})
	}
	b.WriteByte('\n')
	t.folds = true
	putRows(b, t, f.Width)
}

// experiments lists schedules, and how the rules that are left would answer each.
func experiments(b *bytes.Buffer, next []infer.Experiment, f Format) {
	if len(next) == 0 {
		return
	}
	b.WriteString("\n" + Fold("What would tell the rest apart, from an address that asked nothing "+
		"for ten minutes, sent from a whole ten minutes of the clock on. Nothing is sent: a ban costs "+
		"all behind that address.", f.Width) + "\n")
	for _, e := range next {
		mean := (time.Duration(e.Minutes) * time.Minute / time.Duration(e.Rules)).Round(time.Second)
		fmt.Fprintf(b, "\n%s\n", Fold(fmt.Sprintf("%s: %d of %d rules ban, for %s in the mean",
			e.Schedule.What, e.Banned, e.Rules, mean), f.Width))
		for _, o := range e.Outcomes {
			fmt.Fprintf(b, "  %s\n", strings.ReplaceAll(Fold(fmt.Sprintf("%s: %d rules%s",
				refusedOf(o.Refused), o.Rules, among(o.Readings)), max(0, f.Width-4)), "\n", "\n    "))
		}
	}
}

// refusedOf names requests: 16 to 20, 22.
func refusedOf(numbers []int) string {
	if len(numbers) == 0 {
		return "none refused"
	}
	var runs []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		run := fmt.Sprint(numbers[i])
		if j > i {
			run += fmt.Sprintf(" to %d", numbers[j])
		}
		runs = append(runs, run)
		i = j + 1
	}
	return "refused " + strings.Join(runs, ", ")
}

func among(readings []string) string {
	if len(readings) == 0 {
		return ""
	}
	return ", " + strings.Join(readings, ", ")
}

// contradiction shows answers that no rule explains.
func contradiction(b *bytes.Buffer, log *InferredLog, c *infer.Contradiction) {
	fmt.Fprintf(b, "\nNo rule explains all answers. The last that was left fell because %s.\n"+
		"No rule explains even these lines alone: %s.\n", c.Because, log.places(c.Hits))
	for _, d := range c.Drop {
		fmt.Fprintf(b, "If %s is not as assumed, and %s, there are left %s.\n", d.Assumption,
			d.Instead, strings.Join(d.Readings, ", "))
	}
	if len(c.Drop) == 0 {
		b.WriteString("Perhaps others share the address, or the log is not whole.\n")
	}
}

// inference is what --json prints. Times of bans are of the clock; of a list without one they are
// lengths of time.
type inference struct {
	accountJSON
	Answers       map[string]int        `json:"answers"` // hits by status; 0: none is known
	Consistent    []consistentRule      `json:"consistent"`
	Refuted       []refutedRule         `json:"refuted"`
	Choices       []refutedChoice       `json:"refuted_choices"`
	Bans          []inferredBan         `json:"bans"`
	Next          []plannedExperiment   `json:"next"`
	Contradiction *contradictoryAnswers `json:"contradiction,omitempty"`
}

type consistentRule struct {
	Reading   string               `json:"reading"`
	Part      string               `json:"part"` // burst or average
	Extension string               `json:"extension"`
	Violator  string               `json:"violator"`
	Lag       [2]unit.Milliseconds `json:"lag_ms"`
	Beside    []string             `json:"beside"` // readings of the other part
	Hits      []string             `json:"hits"`
	Keys      []string             `json:"key"`
}

type refutedRule struct {
	Reading   string `json:"reading"`
	Part      string `json:"part"`
	Extension string `json:"extension"`
	Because   string `json:"because"`
	placed
}

type refutedChoice struct {
	Choice  string `json:"choice"`
	Value   string `json:"value"`
	Because string `json:"because"`
	placed
}

// placed is a line, with its file where the log is several.
type placed struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line"`
}

type inferredBan struct {
	From    string    `json:"from"`
	Latest  string    `json:"from_latest"` // it began by then
	Until   [2]string `json:"until"`
	Refused int       `json:"refused"`
	By      placed    `json:"by"`
	ByLast  placed    `json:"by_last"` // the last line that began it under some rule that is left
	Client  string    `json:"client,omitempty"`
	// The lines that extended it under every rule that is left, and under some; the first and the
	// last of them where they are many, and how many they are.
	ExtendedBy    []int `json:"extended_by"`
	ExtendedTimes int   `json:"extended_times"`
	Perhaps       []int `json:"perhaps_extended_by"`
	PerhapsTimes  int   `json:"perhaps_extended_times"`
}

type plannedExperiment struct {
	Schedule string              `json:"schedule"`
	Requests []unit.Milliseconds `json:"requests_ms"`
	Banned   int                 `json:"banned_under"`
	Rules    int                 `json:"of"`
	Minutes  float64             `json:"ban_minutes"`
	Outcomes []plannedOutcome    `json:"outcomes"`
}

type plannedOutcome struct {
	Refused  []int    `json:"refused"`
	Rules    int      `json:"rules"`
	Readings []string `json:"readings"`
}

type contradictoryAnswers struct {
	Because string              `json:"because"`
	Lines   []placed            `json:"lines"` // the first and the last of them
	Count   int                 `json:"line_count"`
	Drop    []droppedAssumption `json:"drop"`
}

type droppedAssumption struct {
	Assumption string   `json:"assumption"`
	Instead    string   `json:"instead"`
	Readings   []string `json:"readings"`
}

func part(average bool) string {
	if average {
		return "average"
	}
	return "burst"
}

func (l *InferredLog) placed(hit int) placed {
	p := placed{Line: l.Hits[hit].Line}
	if len(l.Account.Files) > 1 {
		p.File = l.Hits[hit].File
	}
	return p
}

// mostEnds is how many lines of one ban JSON has of the first, and of the last.
const mostEnds = 50

func (l *InferredLog) lines(hits []int) []int {
	lines := []int{}
	for n := range ends(len(hits), 2*mostEnds, mostEnds, mostEnds) {
		lines = append(lines, l.Hits[hits[n]].Line)
	}
	return lines
}

var inferFormat = schema.Object[inference]("infer", 1,
	"Which rules are consistent with the answers of a log.", "infer")

// InferenceJSON writes what was found as one JSON object.
func InferenceJSON(w io.Writer, log *InferredLog, found *infer.Findings) error {
	out := inference{
		accountJSON: accountOf(log.Account, log.Hits[0].From), Answers: map[string]int{},
		Consistent: []consistentRule{}, Refuted: []refutedRule{}, Choices: []refutedChoice{},
		Bans: []inferredBan{}, Next: []plannedExperiment{},
	}
	for i := range log.Hits {
		out.Answers[strconv.Itoa(log.Hits[i].Status)]++
	}
	for i := range found.Consistent {
		out.Consistent = append(out.Consistent, consistentJSON(&found.Consistent[i]))
	}
	for _, r := range found.Refuted {
		out.Refuted = append(out.Refuted, refutedRule{r.Reading, part(r.Average), r.Extension,
			r.Because, log.placed(r.Hit)})
	}
	for _, c := range found.Choices {
		out.Choices = append(out.Choices, refutedChoice{c.Name, c.Value, c.Because, log.placed(c.Hit)})
	}
	for _, b := range found.Bans {
		out.Bans = append(out.Bans, inferredBan{
			From: log.instant(b.From[0]), Latest: log.span(b.From)[1], Until: log.span(b.Until),
			Refused: b.Refused, By: log.placed(b.Began[0]), ByLast: log.placed(b.Began[1]),
			Client:     b.Client,
			ExtendedBy: log.lines(b.Prolonged), ExtendedTimes: len(b.Prolonged),
			Perhaps: log.lines(b.Perhaps), PerhapsTimes: len(b.Perhaps),
		})
	}
	for i := range found.Next {
		out.Next = append(out.Next, experimentJSON(&found.Next[i]))
	}
	if c := found.Contradiction; c != nil {
		out.Contradiction = &contradictoryAnswers{Because: c.Because, Count: len(c.Hits),
			Drop: []droppedAssumption{}}
		for n := range ends(len(c.Hits), 2*mostEnds, mostEnds, mostEnds) {
			out.Contradiction.Lines = append(out.Contradiction.Lines, log.placed(c.Hits[n]))
		}
		for _, d := range c.Drop {
			out.Contradiction.Drop = append(out.Contradiction.Drop, droppedAssumption(d))
		}
	}
	return inferFormat.Write(w, out)
}

func consistentJSON(c *infer.Consistent) consistentRule {
	of := consistentRule{
		Reading: c.Reading, Part: part(c.Average), Extension: c.Extension.String(),
		Violator: c.Violator.String(), Beside: c.Beside,
		Lag: [2]unit.Milliseconds{unit.Milliseconds(c.Lag.From), unit.Milliseconds(c.Lag.To)},
	}
	for _, h := range c.Hits {
		of.Hits = append(of.Hits, h.String())
	}
	for _, k := range c.Keys {
		of.Keys = append(of.Keys, string(k))
	}
	return of
}

func experimentJSON(e *infer.Experiment) plannedExperiment {
	of := plannedExperiment{Schedule: e.Schedule.What, Banned: e.Banned, Rules: e.Rules,
		Minutes: float64(e.Minutes) / float64(e.Rules)}
	for _, at := range e.Schedule.At {
		of.Requests = append(of.Requests, unit.Milliseconds(at))
	}
	for _, o := range e.Outcomes {
		p := plannedOutcome{append([]int{}, o.Refused...), o.Rules, append([]string{}, o.Readings...)}
		of.Outcomes = append(of.Outcomes, p)
	}
	return of
}
