// Package front serves a fake carrier over HTTP. A [World] is a [fakecarrier.Carrier] in operation:
// the state machine behind a lock, one [Clock] for tokens, windows, bans and headers, the carrier's
// own words on the wire ([wire.Wire]), faults, a journal, and a [Standing] under every reading at
// once.
//
// Choices of a World where no document describes the carrier:
//
//   - A malformed request, or one of a blocked client, passes the ban and the meters like any hit.
//     Only then is it refused.
//   - Codes, revocations and unknown paths are not metered.
//   - A code or a refresh token stays good if a ban, a meter or a fault refused its request.
package front
