package command

// An interruption is the error of work that a signal cut short.
type interruption struct {
	kept string // what there is to show for it
}

func (i *interruption) Error() string {
	if i.kept == "" {
		return "interrupted"
	}
	return "interrupted; " + i.kept
}
