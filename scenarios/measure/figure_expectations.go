package measure

func init() {
	register(Figure{
		Name: "unmet", order: 18, In: "unmet", Whole: true,
		About: "expectations of the scenario that the run did not meet",
		Of:    count(func(o *Outcome) int { return len(o.Unmet) }),
	})
}
