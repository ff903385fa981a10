// Package strict reads one YAML document into a Go value, and reports all mistakes of the file
// together: where each stands, what was found, and what was meant.
//
// What a file may hold follows from the type of the value, and from the tags of its fields:
//
//	Nodes strict.PositiveCount `yaml:"nodes,required" doc:"Application nodes." max:"65534"`
//
// yaml is the key, and whether it may be left out; doc is one sentence about it; min and max narrow
// the bounds that the type has; items is how many a list has; meant is what the error says where a
// required key is missing, or a time out of bounds. What is written as one word is a string, a
// number, true or false, or a type that reads itself from text. A field that may be absent, which
// is not the same as zero, is a pointer or an Optional; or a PositiveSpan, of which no file says
// zero. A type with a Defaults method is filled by it before its keys are read; one with a Check
// method looks at what was read. A Union is one of several things, each registered by its key.
// Schema derives a JSON schema from the same types.
package strict
