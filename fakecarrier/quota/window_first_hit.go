package quota

// OfFirstHit windows begin with the first hit outside the last one, and last as long as they last.
// A refused hit counts in its window.
var OfFirstHit = registerWindow(windowKind{
	name:  "first-hit",
	about: "a window begins with the first hit outside the last; refused hits count",
	open:  func(l Limit) Rule { return newFixed(int64(l.Window), l.Hits+1, FirstHit, HalfOpen) },
})
