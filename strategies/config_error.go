package strategies

import "fmt"

// A ConfigError is a mistake in a configuration file: where it is, what stands there, and what was
// probably meant.
type ConfigError struct {
	File         string
	Line, Column int // from 1
	Found, Meant string
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("%s:%d:%d: found %s; meant %s", e.File, e.Line, e.Column, e.Found, e.Meant)
}
