// Package measure says what happened in a run: one flat stream of records, and the figures that
// are folds over it.
package measure
