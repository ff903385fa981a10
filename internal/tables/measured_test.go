package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// row is a row as `make slow` notes it.
func row(figure, value, interval string) measuredRow {
	return measuredRow{figure, value, interval, "c0ffee", "2026-11-30", "a machine"}
}

func TestEngines(t *testing.T) {
	rows := []measuredRow{
		row("mutants", "13 of 14", "all"),
		row("storm of 500 users on tokenstorm",
			"4000 virtual s/s, 2.800 M events/s, tokenstorm 1.00 times",
			"3900 to 4100, 2.700 to 2.900, 1.00 to 1.00 in 10 rounds of 1h; load 0.90; tokenstorm"),
		row("storm of 500 users on SimPy",
			"1000 virtual s/s, 0.700 M events/s, tokenstorm 4.00 times",
			"990 to 1010, 0.690 to 0.710, 3.90 to 4.20 in 10 rounds of 1h; load 0.90; SimPy 3.0.11; none"),
	}
	all, err := speeds(rows)
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, "SimPy 3.0.11", all[1].full)
	require.Equal(t, [6]float64{990, 1010, .69, .71, 3.9, 4.2}, all[1].bounds)
	table, err := enginesTable(rows)
	require.NoError(t, err)
	require.Contains(t, table, "| storm | SimPy 3.0.11 | 1,000 (990 to 1,010) | "+
		"0.70 M (0.69 to 0.71) | 4.0 times (3.9 to 4.2) | 1h |\n")
	require.Contains(t, table,
		"Commit c0ffee, 2026-11-30, a machine. The load of the machine was 0.90")
	d, err := enginesChart(rows)
	require.NoError(t, err)
	require.Equal(t, []string{"tokenstorm", "SimPy 3.0.11"}, d.Rows)
	require.Len(t, d.Panels, 1)

	rows[2].value = "fast"
	_, err = speeds(rows)
	require.ErrorContains(t, err, "docs/measured.md, storm of 500 users on SimPy")
}

func TestGrowth(t *testing.T) {
	old := row("growth with users: 4000", "9.000 s, 90.0 MB", "9.000 to 9.000 s in 3 runs")
	old.commit = "0ld"
	rows := []measuredRow{
		row("growth with users: 1000", "1.000 s, 40.0 MB", "0.900 to 1.100 s in 3 runs"),
		row("growth with users: 2000", "4.000 s, 60.0 MB", "3.900 to 4.100 s in 3 runs"),
		old,
		row("growth with users: where one costs 1.5 times the least", "2000",
			"1 ms at 1000, 2 ms at 2000; load 0.5; there it bends"),
		row("growth with cores: 1", "2.000 s, 40.0 MB",
			"2 to 2 s in 3 runs; 2.000 s pass in the quickest"),
		row("growth with cores: 2", "2.100 s, 40.0 MB",
			"2 to 2 s in 3 runs; 1.050 s pass in the quickest"),
		row("growth with cores: where one costs 1.5 times the least", "none up to 2",
			"2000 ms at 1, 2100 ms at 2; load 0.7; the machine has no more"),
	}
	all, err := curves(rows)
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, []grown{{1000, 1, 40}, {2000, 4, 60}}, all[0].points, "of one commit")
	table, err := growthTable(rows)
	require.NoError(t, err)
	require.Contains(t, table,
		"| users | 1,000 to 2,000 | 1 ms | bends at 2,000 | there it bends | 40 to 60 MB |\n"+
			"| cores | 1 to 2 | 2 s | straight to 2 | the machine has no more | 40 to 40 MB |\n")
	require.Contains(t, table, "The load of the machine was 0.5, 0.7 when they began.")
	d, err := growthChart(rows)
	require.NoError(t, err)
	require.Equal(t, "bends at 2,000", d.Panels[0].State)
	require.True(t, d.Panels[0].Bad)
	require.False(t, d.Panels[1].Bad)
}
