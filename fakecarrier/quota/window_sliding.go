package quota

// Sliding windows end with each hit: (t-w, t]. A refused hit counts in those that follow.
var Sliding = registerWindow(windowKind{
	name: "sliding", about: "the window ends with each hit, (t-w, t]; refused hits count",
	open: func(l Limit) Rule { return newSliding(Terms{}, int64(l.Window), l.Hits+1) },
})
