// Package adversary looks for scenarios that break a strategy: a plain random search. It draws
// scenarios of all that a file may say, runs a strategy in each beside the clairvoyant, and tells
// what the clairvoyant survives and the strategy does not. What it finds is made as small as it
// gets by leaving things out. The same seed finds the same.
package adversary
