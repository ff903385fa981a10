// Package study carries out many runs and says what they are evidence of.
//
// A Cell is one run: scenario x strategy x reading x seed. A Plan lists its cells seed by seed, so
// that an interrupted study has every strategy on the same seeds, and a longer study begins with
// the cells of a shorter one. Execute hands the cells to whoever runs them, on as many cores as
// there are; each yields an Outcome of integers, and a Study keeps them in the order of the plan.
// What is stored therefore depends on no core, shard, interruption or processor:
//
//   - a Journal keeps what is finished, as it finishes; a resumed study ends in the same bytes;
//   - shard i of n has the cells i-1, i-1+n, i-1+2n, ...; Merge puts shards together to the bytes
//     of one run;
//   - a cell that fails is kept as its error, and no figure counts it.
//
// Floating point begins where figures are made of outcomes. Every statistic comes with its interval
// and the n behind it; all intervals have 95 % confidence unless they say otherwise.
// testdata/coverage.txt shows how often each covers the truth, measured on data whose truth is
// known.
package study
