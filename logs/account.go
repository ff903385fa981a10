package logs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Reason is why a record was left out. It has the first that applies, in this order.
type Reason int

// The reasons.
const (
	Unreadable Reason = iota
	OtherHost
	OtherPath
	OtherMethod
	OtherClient
	OtherStatus
	OtherTime
	SameRequest     // as another that is kept: its other side in traces, or in two files
	reasons     int = iota
)

var reasonNames = [reasons]string{
	"unreadable", "host", "path", "method", "client", "status", "time",
	"same request",
}

func (r Reason) String() string { return reasonNames[r] }

// A Place is a line of a file, from 1.
type Place struct {
	File string
	Line int
}

// Left is how many records were left out for one reason, and the first of them.
type Left struct {
	Reason Reason
	Count  int
	First  Place
}

// An Account says what became of the records of a log: Read is Kept and all of Left together.
// Headers, comments, blank lines and what a load tool measures besides requests are no records.
type Account struct {
	Read, Kept int
	Tunnels    int           // of Kept: a tunnel may carry several requests
	Alike      int           // of Kept: they stand in another file as well, and may be the same
	Left       [reasons]Left // by Reason
	Others     int           // lines and values that are no records
	Offsets    bool          // times count from the list's own zero: it has no wall clock
	Files      []FileAccount
}

// A FileAccount says how one file was read.
type FileAccount struct {
	Name       string
	Format     string
	Why        string        // how the format was recognised
	Ordered    bool          // as the order of its lines says
	Resolution time.Duration // of its stamps; 0: exact
	Within     time.Duration // the longest interval in which a request is known to have begun
	Lengths    string        // in which unit it says so, where that is not plain, and why
	Pairs      bool          // some lines of text have an answer to what is asked in others
	Twice      int           // of its stamps that the zone has twice
	Mixed      []FormatCount // where its lines are of several formats: how many of each

	server bool               // a web server wrote it
	stamp  Stamp              // which instant its stamps are, if it has no hits
	stamps [Packet + 1][2]int // how many hits have which, without how long they took and with it
}

// A FormatCount is how many records were of a format.
type FormatCount struct {
	Format  string
	Records int
}

// tellWays notes how many records of the file were of which format.
func (in *input) tellWays() {
	if len(in.ways) == 1 {
		return
	}
	for i := range in.ways {
		as := recognised{format: in.ways[i].format, wrapper: in.wrapper}
		in.account.Mixed = append(in.account.Mixed, FormatCount{as.name(), in.ways[i].records})
	}
}

// tell takes note of which instant the stamp of a hit is.
func (f *FileAccount) tell(w *way, r *times) {
	instant, took := w.instant(r), 0
	if r.tookUnit > 0 && (instant == Ends || instant == Either) {
		took = 1
	}
	f.stamps[instant][took]++
}

// Instant says in words which instant the stamps are: those of most hits first.
func (f *FileAccount) Instant() string {
	type kind struct {
		words string
		hits  int
	}
	var kinds []kind
	for stamp, hits := range f.stamps {
		for took, n := range hits {
			if n > 0 {
				kinds = append(kinds, kind{f.instant(Stamp(stamp), took > 0), n})
			}
		}
	}
	if len(kinds) == 0 {
		return f.instant(f.stamp, false)
	}
	slices.SortStableFunc(kinds, func(a, b kind) int { return cmp.Compare(b.hits, a.hits) })
	words := []string{kinds[0].words}
	for _, k := range kinds[1:] {
		words = append(words, fmt.Sprintf("of %s %s", unit.Counted(k.hits, "hit"), k.words))
	}
	return strings.Join(words, "; ")
}

// Stamp is which instant most of its stamps are.
func (f *FileAccount) Stamp() Stamp {
	most, at := 0, f.stamp
	for stamp, hits := range f.stamps {
		if n := hits[0] + hits[1]; n > most {
			most, at = n, Stamp(stamp)
		}
	}
	return at
}

// instant says in words which instant a stamp is.
func (f *FileAccount) instant(stamp Stamp, took bool) string {
	switch {
	case stamp == Packet:
		return "when packets passed"
	case stamp == Either && took:
		return "when requests began or answers ended, which is not known: each began within how long " +
			"it took, and --stamp says more"
	case stamp == Either && !f.server:
		return "when requests began or answers ended, which is not known; --stamp says it"
	case stamp == Either:
		return "when requests began, as Apache has it, or answers ended, as nginx has it"
	case stamp == Begins && f.Ordered:
		return "when requests began, since lines stand in the order in which they ended"
	case stamp == Begins:
		return "when requests began"
	case took:
		return "when answers ended, less how long they took"
	}
	return "when answers ended; requests began earlier, by how much is not said"
}

// Unsaid is of how many hits nothing says when they began, but for a stamp that may be the end of
// their answers.
func (f *FileAccount) Unsaid() int { return f.stamps[Ends][0] + f.stamps[Either][0] }

// Unsaid reports whether there are such hits in any file.
func (a *Account) Unsaid() bool {
	return slices.ContainsFunc(a.Files, func(f FileAccount) bool { return f.Unsaid() > 0 })
}

// Resolution is the coarsest resolution of all files; 0: all are exact.
func (a *Account) Resolution() (coarsest time.Duration) {
	for i := range a.Files {
		coarsest = max(coarsest, a.Files[i].Resolution)
	}
	return coarsest
}

// Within is the longest interval in which a request is known to have begun: longer than the
// resolution where how long it took is known no better. An exact instant is one nanosecond long.
func (a *Account) Within() (longest time.Duration) {
	for i := range a.Files {
		longest = max(longest, a.Files[i].Within)
	}
	return longest
}

// leave counts a record that is left out.
func (a *Account) leave(why Reason, at Place) {
	l := &a.Left[why]
	if l.Count == 0 {
		*l = Left{Reason: why, First: at}
	}
	l.Count++
}

// String renders the account: a line for the files that were read alike, and one for all records.
func (a *Account) String() string {
	var b strings.Builder
	for i := range a.Files {
		f := &a.Files[i]
		alike := 0
		for j := range a.Files {
			if f.alike(&a.Files[j]) {
				if j < i {
					alike = -1 // told of with the first of them
					break
				}
				alike++
			}
		}
		if alike > 0 {
			fmt.Fprintf(&b, "%s: %s\n", f.names(alike), f.told())
		}
	}
	fmt.Fprintf(&b, "%s read, %s kept", unit.Counted(a.Read, "record"), unit.Count(a.Kept))
	if out := a.LeftOut(); out != "" {
		fmt.Fprintf(&b, "; left out %s", out)
	}
	if a.Others > 0 {
		fmt.Fprintf(&b, "; %s no records", unit.Counted(a.Others, "line"))
	}
	b.WriteByte('\n')
	if a.Tunnels > 0 {
		fmt.Fprintf(&b, "%s kept of CONNECT: each tunnel may carry several requests, and its status is "+
			"the proxy's own\n", unit.Counted(a.Tunnels, "record"))
	}
	if a.Alike > 0 {
		fmt.Fprintf(&b, "%s kept that stand in another file as well, to the last byte: counted twice "+
			"if the files overlap\n", unit.Counted(a.Alike, "record"))
	}
	return b.String()
}

// alike reports whether two files were read in one way.
func (f *FileAccount) alike(other *FileAccount) bool {
	if f == other || f.Format == "" || len(f.Mixed)+len(other.Mixed) > 0 {
		return f == other
	}
	return f.Format == other.Format && f.Instant() == other.Instant() &&
		f.Resolution == other.Resolution &&
		f.Lengths == other.Lengths && f.Twice == other.Twice
}

// names names the first of so many files.
func (f *FileAccount) names(files int) string {
	if files == 1 {
		return f.Name
	}
	return fmt.Sprintf("%s and %d more", f.Name, files-1)
}

// told says how the file was read.
func (f *FileAccount) told() string {
	if f.Format == "" {
		return f.Why
	}
	resolution := "exact"
	if f.Resolution > 0 {
		resolution = "of " + unit.FormatDuration(f.Resolution)
	}
	text := []string{fmt.Sprintf("%s, as it %s", f.Format, f.Why),
		fmt.Sprintf("stamps %s, %s", resolution, f.Instant())}
	if f.Lengths != "" {
		text = append(text, "how long it took is "+f.Lengths)
	}
	if f.Pairs {
		text = append(text, "some requests have an answer and some have none: where each stands in two "+
			"lines, --status 2xx,4xx,5xx keeps the second")
	}
	if f.Twice > 0 {
		text = append(text, fmt.Sprintf("%s of a time that the zone has twice, either of which is "+
			"possible", unit.Counted(f.Twice, "stamp")))
	}
	for _, m := range f.Mixed[min(1, len(f.Mixed)):] {
		text = append(text, fmt.Sprintf("%s of format %s", unit.Counted(m.Records, "record"), m.Format))
	}
	return strings.Join(text, "; ")
}

// LeftOut says how many records were left out for which reason, with the first of each.
func (a *Account) LeftOut() string {
	var each []string
	for _, l := range a.Left {
		if l.Count > 0 {
			why := "by " + l.Reason.String()
			switch l.Reason {
			case Unreadable:
				why = "unreadable"
			case SameRequest:
				why = "as the same request"
			}
			each = append(each, fmt.Sprintf("%s %s (first %s:%d)", unit.Count(l.Count), why,
				l.First.File, l.First.Line))
		}
	}
	return strings.Join(each, ", ")
}
