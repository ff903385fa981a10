// Package wire describes how a carrier speaks HTTP, as data: paths, credentials, answers, tokens.
// It does not import net/http, so that profiles can use it everywhere.
package wire
