package server

import "github.com/tokenstorm/tokenstorm/fakecarrier/front"

// A verdict is a front.Standing as the API shows it.
type verdict struct {
	OK     bool `json:"ok"`     // it was used, and there was no ban
	Unused bool `json:"unused"` // nobody used it
	front.Standing
	Readings []reading `json:"readings"`
}

// A reading is a front.ReadingStanding as the API shows it.
type reading struct {
	front.ReadingStanding
	Headroom float64 `json:"headroom"` // share of the limit that was never in use
}

func verdictOf(on *session) verdict {
	standing := on.world.Verdict()
	shown := verdict{
		OK: standing.OK(), Unused: standing.Unused(), Standing: standing, Readings: []reading{},
	}
	for _, r := range standing.Readings {
		shown.Readings = append(shown.Readings, reading{r, r.Headroom()})
	}
	return shown
}
