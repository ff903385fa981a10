package wire

// Call returns the operation that stands for all calls of the API: the first POST, which wants a
// JSON object, or the first there is; not ok if the carrier has none.
func (w *Wire) Call() (o Operation, ok bool) {
	for _, each := range w.Operations {
		switch {
		case each.Outcome != Answered:
		case each.Method == "POST":
			return each, true
		case !ok:
			o, ok = each, true
		}
	}
	return o, ok
}
