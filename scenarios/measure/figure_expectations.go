package measure

func init() {
	register(Figure{
		Name: "unmet", order: 18, In: "unmet",
		About: "expectations of the scenario that the run did not meet",
		Of:    func(o *Outcome) float64 { return float64(len(o.Unmet)) },
	})
}
