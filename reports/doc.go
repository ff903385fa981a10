// Package reports turns runs into what a design review looks at: tables, charts, a summary.
//
// Whatever a report says of a run was gathered by a fold over its records: the Tally of package
// measure, the Timeline of this one, and the Lineage of package lineage. A Chapter holds the
// contestants of one scenario, a Chart draws a Chapter, and Summary and WriteCharts write them.
// Nothing here reads a clock, starts a goroutine, or depends on the order of a map: equal runs give
// equal bytes.
//
// The charts are drawn on gonum/plot's canvases and with its text and ticks, but laid out here:
// thirty-five strategies on a shared axis with columns of numbers beside them are a table with
// marks in it, which gonum's plot.Plot does not do. A chart with more contestants grows taller; its
// text never gets smaller.
package reports
