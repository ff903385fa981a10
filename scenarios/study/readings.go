package study

// A Row is the verdicts on one strategy in one scenario under each reading of the plan, in its
// order.
type Row struct {
	Scenario, Strategy string
	Rulings            []Ruling
}

// Under lists the readings under which the verdict is v.
func (r *Row) Under(v Verdict) []string {
	var readings []string
	for i := range r.Rulings {
		if r.Rulings[i].Verdict == v {
			readings = append(readings, r.Rulings[i].Reading)
		}
	}
	return readings
}

// Flips lists the readings under which the verdict is the opposite of that under the plan's first
// reading that has one. INCONCLUSIVE is no opposite.
func (r *Row) Flips() []string {
	for i := range r.Rulings {
		switch r.Rulings[i].Verdict {
		case Pass:
			return r.Under(Fail)
		case Fail:
			return r.Under(Pass)
		case Inconclusive:
		}
	}
	return nil
}

// Matrix judges every strategy in every scenario under every reading.
func (s *Study) Matrix(by Criterion, required float64) []Row {
	var rows []Row
	for _, scenario := range s.Plan.Scenarios {
		for _, strategy := range s.Plan.Strategies {
			row := Row{Scenario: scenario, Strategy: strategy}
			for _, reading := range s.Plan.Readings {
				c := Contestant{scenario, reading, strategy}
				row.Rulings = append(row.Rulings, s.Rule(c, by, required))
			}
			rows = append(rows, row)
		}
	}
	return rows
}
