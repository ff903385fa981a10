package quota

func init() {
	register(Reading{
		ID: "A4", About: "the average threshold is not enforced", Average: true,
		limit: func(Threshold) int { return 0 },
		rule:  func(Terms, int) Rule { return unenforced{} },
	})
}

// unenforced is violated by nothing.
type unenforced struct{}

func (unenforced) Judge(int64) Verdict { return Verdict{} }

// Clone returns u: there is nothing to copy.
func (u unenforced) Clone() Rule { return u }

func (unenforced) hold(*memory) {}
