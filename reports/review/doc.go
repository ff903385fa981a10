// Package review answers the questions of a design review from studies of many seeds.
//
// A question names the studies it needs, and makes an Answer of their results. Questions share
// studies: a Plan runs each cell once, whoever needs it. No sentence is fixed in advance: it is
// made of figures, and verdicts and intervals choose its words, so that other results give other
// sentences. Every sentence has the number of runs behind it, and its Measures have their
// intervals, of 95 % confidence.
//
// The JSON of a Review is what reports/out/review.json holds. Names and units of its fields do not
// change within a format; a field may be added.
package review
