package quota

import (
	"fmt"
	"time"
)

// Bucketed windows cut the Unix clock into whole buckets of a length: those that touch the last
// (t-w, t] count, and the oldest leaves as a whole. A refused hit counts in its bucket.
func Bucketed(length time.Duration) WindowKind {
	return WindowKind{name: bucketedWindows.name, length: length}
}

var bucketedWindows = registerWindow(windowKind{
	name: "bucketed", long: true,
	about: "hits count in whole buckets of the Unix clock that touch (t-w, t]; refused hits count",
	open: func(l Limit) Rule {
		return &bucketed{int64(l.Kind.length), int64(l.Window), newRing(l.Hits + 1)}
	},
	check: func(l Limit) error {
		if l.Kind.length <= 0 || l.Kind.length > l.Window {
			return fmt.Errorf("buckets of %v in a window of %v", l.Kind.length, l.Window)
		}
		return nil
	},
})
