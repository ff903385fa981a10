// Package review answers the questions of a design review from studies of many seeds.
//
// A question says which studies it Needs, and makes an Answer of what came of them. Questions share
// studies: a Plan runs each cell once, whoever asked for it. No sentence is typed in advance: it is
// made of figures, and its words are chosen by verdicts and intervals, so that other results are
// other sentences. Every sentence has the number of runs behind it, and its Measures have their
// intervals, of 95 % confidence.
//
// The JSON of a Review is what reports/out/review.json holds. Names and units of its fields do not
// change within a format; a field may be added.
package review
