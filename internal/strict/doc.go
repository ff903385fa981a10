// Package strict reads one YAML document into a Go value, and reports all mistakes of the file
// together: the place of each, what was found there, and what was meant.
//
// What a file may hold follows from the type of the value, and from the tags of its fields:
//
//	Nodes strict.PositiveCount `yaml:"nodes,required" doc:"Application nodes." max:"65534"`
//
// yaml is the key, and whether the key is required; doc describes the field in one sentence; min
// and max narrow the bounds of the type; items is the length of a list; meant is the second half of
// the error where a required key is missing or a time is out of bounds. A single value is a string,
// a number, a bool, or a type with an UnmarshalText method. A field that may be absent, which is
// not the same as zero, is a pointer, an Optional, or a PositiveSpan, which is never zero in a
// file. A Defaults method is called before the keys of a type are read, a Check method after it. A
// Union is one of several kinds, each registered by its key. A Described value tells its fields
// itself, an Own value reads itself, whatever it is. Schema derives a JSON schema from the same
// fields, and Sections lists them for docs.
package strict
