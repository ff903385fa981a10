// Package tokenstorm is the command tokenstorm as a function, for a program that adds to it: parts
// of strategies that are written elsewhere, which their packages register, and commands. The whole
// program is
//
//	package main
//
//	import (
//		"github.com/tokenstorm/tokenstorm"
//
//		_ "example.com/our/parts"
//	)
//
//	func main() { tokenstorm.Main() }
package tokenstorm

import (
	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/command"
)

//go:generate go run ./internal/tables

// Main carries out the command line of the process, and ends the process with the exit code. Own
// commands are offered beside those of tokenstorm.
func Main(own ...*cobra.Command) { command.Main(own...) }
