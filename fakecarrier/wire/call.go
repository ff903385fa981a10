package wire

// Call returns the operation that stands for all calls of the API: the first POST, which wants a
// JSON object, or the first there is; not ok if the carrier has none.
func (w *Wire) Call() (o Operation, ok bool) {
	i := w.CallNumber()
	if i < 0 {
		return o, false
	}
	return w.Operations[i], true
}

// CallNumber is where that of Call is among the Operations, -1 if there is none.
func (w *Wire) CallNumber() int {
	first := -1
	for i, each := range w.Operations {
		switch {
		case each.Outcome != Answered:
		case each.Method == "POST":
			return i
		case first < 0:
			first = i
		}
	}
	return first
}
