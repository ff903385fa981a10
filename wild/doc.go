// Package wild holds well-known client libraries against the strategies that model them: the real
// ones, over HTTP, in the time of a bubble. It is a module of its own, which nobody requires, so
// that no importer of tokenstorm gets them.
package wild
