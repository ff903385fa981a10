package reports

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
)

// HeadroomBy lists what headroom can be told by.
func HeadroomBy() []string { return []string{"hour", "day", "client", "host"} }

const (
	mostSubjects = 4096 // clients or hosts that are told apart (assumed: no page has as many)
	mostMisses   = 5    // fullest windows that are listed of each reading (assumed)
)

// A Headroom counts how full the windows of readings were: in each hour or day, as one meter of all
// hits, or of each client or host, as one meter each.
type Headroom struct {
	By         string
	Readings   []string
	thresholds []quota.Threshold

	length   int64 // of the parts of time; 0: not by time
	judges   *quota.Judges
	bans     *banLog // nil: not by time
	open     *headroomPart
	subjects map[string]*subject
	parts    []*headroomPart
	misses   [][]miss // of each reading, the fullest first
	clients  names
	files    names
	hits     int

	first, last int64 // when the first hit can have come first, and the last one last
}

// A headroomPart is an hour, a day, a client or a host.
type headroomPart struct {
	name  string
	from  int64 // of time
	hits  int
	rooms []room // of each reading
}

// A room is how full the fullest window of a part was.
type room struct {
	peak              quota.Range
	limit             int
	certain, possible bool // violated
}

type subject struct {
	part   *headroomPart
	judges *quota.Judges
}

// A miss is a window that was among the fullest of a reading.
type miss struct {
	room
	window quota.Witness
}

// names numbers names.
type names struct {
	number map[string]int64
	all    []string
}

// mostNames is how many names are numbered; the last number is that of all others.
const mostNames = 1 << 20

func (n *names) of(name string) int64 {
	number, ok := n.number[name]
	if !ok && len(n.all) == mostNames {
		return mostNames - 1
	}
	if !ok {
		if n.number == nil {
			n.number = map[string]int64{}
		}
		number = int64(len(n.all))
		n.number[name], n.all = number, append(n.all, name)
	}
	return number
}

// NewHeadroom returns a headroom without hits, of readings of these thresholds, which ban for so
// long.
func NewHeadroom(
	by string, thresholds []quota.Threshold, ban time.Duration, readings []string,
) *Headroom {
	h := &Headroom{
		By: by, Readings: readings, thresholds: thresholds, subjects: map[string]*subject{},
		misses: make([][]miss, len(readings)),
	}
	switch by {
	case "hour":
		h.length = int64(time.Hour)
	case "day":
		h.length = int64(24 * time.Hour)
	}
	if h.length > 0 {
		h.judges = h.newJudges()
		h.bans = newBanLog(ban, thresholds, readings)
	}
	return h
}

func (h *Headroom) newJudges() *quota.Judges {
	j := quota.NewJudges(h.thresholds, h.Readings)
	j.KeepApart()
	return j
}

// The number of a hit has its client, its file and its line.
const (
	lineBits = 32
	fileBits = 10
)

// Add adds a hit; they come in the order in which they can have begun first.
func (h *Headroom) Add(hit *logs.Hit) {
	file := min(h.files.of(hit.File), 1<<fileBits-1)
	number := (h.clients.of(hit.Client)<<fileBits|file)<<lineBits | int64(hit.Line)
	from, until := hit.Begin.From, hit.Begin.Until
	if h.hits == 0 {
		h.first = from
	}
	h.hits, h.last = h.hits+1, max(h.last, until-1)
	if h.length > 0 {
		if begin := unit.Floor(from, h.length); h.open == nil || begin != h.open.from {
			h.cut(h.open, h.judges.Cut())
			h.open = &headroomPart{from: begin}
			h.parts = append(h.parts, h.open)
		}
		h.open.hits++
		h.judges.Hit(from, until, number)
		h.bans.add(from, until, number)
		return
	}
	of := h.subject(hit)
	of.part.hits++
	of.judges.Hit(from, until, number)
}

// subject is the client or the host of a hit; those beyond the most are one.
func (h *Headroom) subject(hit *logs.Hit) *subject {
	name := hit.Client
	if h.By == "host" {
		name = hit.Host
	}
	if name == "" {
		name = "(not in the log)"
	}
	of := h.subjects[name]
	if of == nil && len(h.subjects) >= mostSubjects {
		name = "(all others)"
		of = h.subjects[name]
	}
	if of == nil {
		of = &subject{&headroomPart{name: name}, h.newJudges()}
		h.subjects[name] = of
		h.parts = append(h.parts, of.part)
	}
	return of
}

// cut notes what was judged of a part.
func (h *Headroom) cut(p *headroomPart, judged []quota.Judgement) {
	if p == nil {
		return
	}
	for i := range judged {
		j := &judged[i]
		r := room{j.Peak, j.Limit, j.Certain, j.Possible}
		p.rooms = append(p.rooms, r)
		if j.Fullest.Hits > 0 {
			h.misses[i] = append(h.misses[i], miss{r, j.Fullest})
			slices.SortStableFunc(h.misses[i], func(a, b miss) int { return fuller(a.room, b.room) })
			h.misses[i] = h.misses[i][:min(len(h.misses[i]), mostMisses)]
		}
	}
}

// fuller compares rooms, the fullest first.
func fuller(a, b room) int {
	return cmp.Or(cmp.Compare(b.peak.AtMost, a.peak.AtMost),
		cmp.Compare(b.peak.AtLeast, a.peak.AtLeast))
}

// End is to be called when all hits are added.
func (h *Headroom) End() {
	if h.length > 0 {
		h.cut(h.open, h.judges.Judgements())
		h.bans.note(h.bans.judges.Judgements())
		return
	}
	for _, p := range h.parts {
		of := h.subjects[p.name]
		h.cut(p, of.judges.Judgements())
	}
	slices.SortStableFunc(h.parts, func(a, b *headroomPart) int {
		for i := range a.rooms {
			if c := fuller(a.rooms[i], b.rooms[i]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.name, b.name)
	})
}

// verdict says what became of the limit in a few words.
func (r room) verdict() string {
	switch {
	case r.certain:
		return "violated"
	case r.possible:
		return "perhaps violated"
	}
	return ""
}

// who are the clients whose hits a window has, those of most hits first.
func (h *Headroom) who(w quota.Witness) (clients []clientHits) {
	count := map[int64]int{}
	for _, g := range w.Groups {
		count[g.First>>(fileBits+lineBits)]++
	}
	for _, number := range slices.Sorted(maps.Keys(count)) {
		name := cmp.Or(h.clients.all[number], "(not in the log)")
		clients = append(clients, clientHits{name, count[number]})
	}
	slices.SortFunc(clients, func(a, b clientHits) int {
		return cmp.Or(cmp.Compare(b.Hits, a.Hits), cmp.Compare(a.Client, b.Client))
	})
	return clients
}

type clientHits struct {
	Client string `json:"client"`
	Hits   int    `json:"hits"`
}

// place is where a hit of a window stands.
func (h *Headroom) place(number int64) logs.Place {
	return logs.Place{File: h.files.all[number>>lineBits&(1<<fileBits-1)],
		Line: int(number & (1<<lineBits - 1))}
}

// headroomJSON is what --json prints. Instants are RFC 3339; of a list with its own zero they are
// lengths of time since it, as 1m30s.
type headroomJSON struct {
	accountJSON
	By    string             `json:"by"`
	Parts []headroomPartJSON `json:"parts"`
	Near  []headroomMiss     `json:"nearest"`
	Bans  []headroomBan      `json:"bans"` // by time; if violations alone prolong them
}

// A headroomBan was perhaps in force from From until Until, and for sure in what Sure has, if that
// is not null.
type headroomBan struct {
	Reading string     `json:"reading"`
	From    string     `json:"from"`
	Until   string     `json:"until"`
	Sure    *[2]string `json:"sure"`
}

type headroomPartJSON struct {
	Name     string         `json:"name"`
	Hits     int            `json:"hits"`
	Readings []headroomRoom `json:"readings"`
}

type headroomRoom struct {
	Reading string `json:"reading"`
	Peak    [2]int `json:"peak"`
	Limit   int    `json:"limit"`
	Verdict string `json:"verdict"` // certain, possible or impossible
}

type headroomMiss struct {
	headroomRoom
	From  string       `json:"from"`
	Until string       `json:"until"`
	Hits  int          `json:"hits"`
	Lines []string     `json:"lines"` // of its hits, the middle of a long window left out
	By    []clientHits `json:"by"`
}

func (h *Headroom) roomJSON(i int, r room) headroomRoom {
	verdict := "impossible"
	if r.certain {
		verdict = "certain"
	} else if r.possible {
		verdict = "possible"
	}
	return headroomRoom{h.Readings[i], [2]int{r.peak.AtLeast, r.peak.AtMost}, r.limit, verdict}
}

var headroomFormat = schema.Object[headroomJSON]("headroom", 1,
	"How near the hits of a log came to the limits.", "headroom")

// JSON writes the headroom as one JSON object.
func (h *Headroom) JSON(w io.Writer, a *logs.Account) error {
	out := headroomJSON{accountJSON: accountOf(a, h.first), By: h.By, Parts: []headroomPartJSON{},
		Near: []headroomMiss{}, Bans: h.bansJSON(a)}
	for _, p := range h.parts {
		of := headroomPartJSON{Name: h.partName(p, a), Hits: p.hits}
		if h.By == "hour" {
			of.Name = stamp(a, p.from)
		}
		for i, r := range p.rooms {
			of.Readings = append(of.Readings, h.roomJSON(i, r))
		}
		out.Parts = append(out.Parts, of)
	}
	for i, misses := range h.misses {
		for _, m := range misses {
			g := m.window.Groups
			of := headroomMiss{
				headroomRoom: h.roomJSON(i, m.room), From: stamp(a, g[0].From),
				Until: stamp(a, g[len(g)-1].Until-1), Hits: m.window.Hits, By: h.who(m.window),
			}
			for _, hit := range g {
				place := h.place(hit.First)
				of.Lines = append(of.Lines, fmt.Sprintf("%s:%d", place.File, place.Line))
			}
			out.Near = append(out.Near, of)
		}
	}
	return headroomFormat.Write(w, out)
}

// partName is the beginning of a part of time, or whom it is of.
func (h *Headroom) partName(p *headroomPart, a *logs.Account) string {
	switch {
	case h.length == 0:
		return p.name
	case a.Offsets:
		return unit.FormatDuration(time.Duration(p.from))
	case h.By == "day":
		return unit.Instant(p.from).Format("2006-01-02")
	}
	return unit.Instant(p.from).Format("2006-01-02 15:04")
}

// stamp is an instant of a log as programs read it, or a length of time since a list's own zero.
func stamp(a *logs.Account, at int64) string {
	if a.Offsets {
		return time.Duration(at).String()
	}
	return unit.Instant(at).Format(time.RFC3339Nano)
}

// instantText is an instant of a log, or a length of time since a list's own zero.
func instantText(a *logs.Account, at int64) string {
	if a.Offsets {
		return time.Duration(at).String()
	}
	text := unit.Instant(at).Format("2006-01-02 15:04:05.999")
	return strings.TrimSuffix(text, ".")
}
