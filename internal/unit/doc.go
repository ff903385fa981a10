// Package unit reads and writes the small values that users type: lengths of time, rates, choices
// among names; and it prints the numbers of reports, each in one spelling. Its errors say what was
// found and what was meant.
package unit

import "fmt"

// An Error says what a text was, and what was meant instead.
type Error struct{ Found, Meant string }

func (e *Error) Error() string { return fmt.Sprintf("found %s; meant %s", e.Found, e.Meant) }
