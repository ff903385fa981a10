// Package prove goes through every schedule of a small scope: each leg takes one of a few delays,
// so many messages are lost, so many nodes crash, and what is due at one instant comes in any
// order. It counts the schedules in which a strategy is banned, under each reading at once, or
// hurts itself.
//
// What runs is the code that ships. It cannot be stopped in the middle and copied, so each run
// begins at the start and takes the way that was not taken before: the search of VeriSoft
// (Godefroid, POPL 1997). Three things make it feasible, and change no count:
//
//   - A state that was met before is not gone through again: what came of it is added once more.
//     States are told apart by what each process was told since it began, by what the strategies
//     and the stores keep, by the carrier's tokens and all hits so far, and by the events to come
//     (package world has it). 1 % of the states met again are gone through again, and compared.
//   - Callers that were told the same are not tried in each other's place.
//   - Events of one instant that cannot influence each other, as those of two nodes that share
//     nothing, have one order. These orders are not counted either: Scope.EveryOrder does.
package prove
