package reports

import "github.com/tokenstorm/tokenstorm/scenarios/study"

func init() {
	registerStudy(StudyChart{
		Name: "sessions", rank: 5, Draw: (&intervalChart{
			figure: figureOf("sessions_lost"), by: &study.KeepsSessions, level: mostly,
			axis: percentAxis,
			hits: func(e *Evidence, c study.Contestant) study.Proportion {
				p := e.Study.Proportion(c, study.KeepsSessions)
				p.Hits = p.N - p.Hits
				return p
			},
			title: func(e *Evidence, readings []string) string {
				return e.titled("Sessions: %d of %d strategies are shown to lose one in at most 5 %% of runs",
					"Share of runs that lost a session", study.KeepsSessions, readings)
			},
			note: "Share of runs that lost a session, with the exact interval of its probability. PASS: " +
				"shown to be at most 5 %; FAIL: shown to be more; INCONCLUSIVE: the runs are too few " +
				"to tell.",
		}).draw,
		About: "Share of runs that lost a session per strategy and reading, with its exact interval.",
	})
}
