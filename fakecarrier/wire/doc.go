// Package wire describes how a carrier speaks HTTP, as data alone: paths, credentials, answers,
// tokens. It needs no net/http, so a carrier's profile can have it wherever it is read.
package wire
