package wire

// Call returns the operation that stands for all calls of the API: the first that quotes prices,
// the first POST, or the first there is; not ok if the carrier has none.
func (w *Wire) Call() (o Operation, ok bool) {
	i := w.CallNumber()
	if i < 0 {
		return o, false
	}
	return w.Operations[i], true
}

// CallNumber is where that of Call is among the Operations, -1 if there is none.
func (w *Wire) CallNumber() int {
	first, post := -1, -1
	for i, each := range w.Operations {
		switch {
		case each.Outcome != Answered:
		case each.Quotes != nil && each.Makes == nil && each.Example.After == "":
			return i
		case each.Method == "POST" && post < 0:
			post = i
		case first < 0:
			first = i
		}
	}
	if post >= 0 {
		return post
	}
	return first
}
