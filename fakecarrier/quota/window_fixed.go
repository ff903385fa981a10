package quota

// Fixed windows follow each other, aligned to the Unix clock. A refused hit counts in its window.
var Fixed = registerWindow(windowKind{
	name: fixedName, about: "windows follow each other by the Unix clock; refused hits count",
	open: func(l Limit) Rule { return newFixed(int64(l.Window), l.Hits+1, Aligned, HalfOpen) },
})
