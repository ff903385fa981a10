// Package quota judges hits against limits: how many there were in which window, whether that
// exceeds a threshold or a limit, and how near it came. A hit is an instant. Whose hits they are,
// what was asked, and what becomes of who exceeds a limit is the caller's affair.
//
// A Threshold is a sentence of a carrier that can be understood in more than one way. Each Reading
// is one way, in a file of its own family; Judge lets them judge a list of hits.
package quota
