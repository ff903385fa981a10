// Package fakecarrier is a parcel carrier as a pure state machine: it issues access tokens, meters
// its token endpoint, bans, and refuses dead tokens.
//
// A [Carrier] reads no clock, starts no goroutine and draws no random number: whoever asks says
// when, and what was drawn for a token. The same requests at the same instants are always answered
// alike. It is not safe for concurrent use.
//
// What the carriers' documents leave open is a choice of a [throttle.Throttle] or a field of a
// [Profile]. What neither of them says:
//
//   - A request passes, in this order: the ban and its meters, the meters that refuse, in the order
//     of the profile, a fault, and last its credentials or its token. The first to object answers.
//   - A meter counts requests that it refuses, or that another does.
//   - A hit that one reading judges is judged by all of them; the ban is put down to the first
//     in order that was violated.
//   - Of a grant the credentials are looked at first, then whether the client renews too early, and
//     last the code or the refresh token.
//   - Access tokens that came of a user's authorization kill within their family, others within
//     their client id.
//   - A token past its expiry is called expired, even if it was killed before.
//   - The permits of a token bucket (R7) are not taken by a hit that finds none.
//   - Clock-aligned windows align to Unix time, days to midnight GMT.
//
// Package front serves a Carrier over HTTP, and package carriertest starts one for a test. What
// they say on the wire is a profile's [wire.Wire].
package fakecarrier
