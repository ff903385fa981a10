// Package rare estimates the probability of a ban that is too rare to meet by chance, by multilevel
// splitting: a ban is reached over levels, each of which is not rare once the one below is reached.
// Of the runs that reach a level, new ones branch off, by other random numbers from there on, and
// the product of the shares is the probability. As code that blocks cannot be copied, a branch is
// the whole run again up to the hit at which it branches.
//
// The levels are fixed before anything is estimated, and so is the effort at each: as many runs, no
// state in favour of another (Garvels and Kroese, A comparison of RESTART implementations, WSC
// 1998). What is uncertain is told by whole replications, never by the runs of one: those have
// their ancestors in common. A height that misses what makes a ban likely gives an estimate that is
// too small more often than not (Glasserman et al., Multilevel splitting for estimating rare event
// probabilities, Operations Research 47(4), 1999): so there are two, and both are told.
package rare
