package logs

import "time"

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
	reasons int = iota
)

var reasonNames = [reasons]string{
	"unreadable", "host", "path", "method", "client", "status", "time",
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
	Stamp      string        // which instant its stamps are, in words
	Resolution time.Duration // of its stamps; 0: exact
}

// Resolution is the coarsest resolution of all files; 0: all are exact.
func (a *Account) Resolution() (coarsest time.Duration) {
	for i := range a.Files {
		coarsest = max(coarsest, a.Files[i].Resolution)
	}
	return coarsest
}

// leave counts a record that is left out.
func (a *Account) leave(why Reason, at Place) {
	l := &a.Left[why]
	if l.Count == 0 {
		*l = Left{Reason: why, First: at}
	}
	l.Count++
}
