// Package fakecarrier is a parcel carrier's front door as a pure state machine: it issues access
// tokens, meters its token endpoint, bans, and refuses dead tokens.
//
// Nothing in here reads a clock, starts a goroutine or draws a random number: whoever asks says
// when. The same requests at the same instants are always answered alike. A Carrier is not safe
// for concurrent use.
//
// What the carriers' documents leave open is a switch of [Throttle] or a field of [Profile].
// Choices that no switch covers:
//
//   - A request passes, in this order: the ban and its meters, the transaction meter, the daily
//     quota, a fault, and last its credentials or its token. The first to object answers.
//   - The transaction meter and the quota count requests that they refuse.
//   - A hit that one reading judges is judged by all of them; the ban is put down to the first
//     in order that was violated.
//   - A token past its expiry is called expired, even if it was killed before.
//   - The permits of a token bucket (R7) are not taken by a hit that finds none.
//   - Clock-aligned windows align to Unix time, days to midnight GMT.
//
// A later HTTP server interns addresses and client ids into the indices [IP] and [Client], calls
// [Carrier.Handle], and words the [Response]; it needs nothing else from here.
package fakecarrier
