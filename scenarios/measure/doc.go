// Package measure is about what happened in a run: one flat stream of records, and the figures that
// are computed from it, record by record.
package measure
