// Package storm keeps of a run what it takes to watch its worst seconds: the users' actions, their
// requests, the tokens with their births and deaths, how full the windows were, and the ban.
//
// A Storm is a fold over a run's records. It keeps the latest records in a ring, and takes them out
// shortly after the first ban. Where no ban falls, it takes them out shortly after the burst window
// with the most token hits. An overview of the whole run comes with it. What it keeps is bounded
// whatever the run.
//
// Data encodes as compact JSON. Instants within the window are whole ticks of unit_us microseconds
// since origin_ms; what lies outside of it is in milliseconds since the run's start. Rows are
// arrays of numbers, in the order of the fields of their types; -1 stands for what is not known, or
// lies beyond the window. Where a row names another it gives its index.
package storm
