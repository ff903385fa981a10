package study

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

// A line ends in the checksum of what stands before it: so a file that was damaged is refused, also
// where it can still be read as JSON. CRC-32C finds every change of up to 32 bits in a row.
const (
	sealKey   = `,"crc32c":"`
	sealBytes = len(sealKey) + 8 + len(`"}`)
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sealedLine is v, an object of at least one field, as one line of a file.
func sealedLine(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and integers
	}
	return append(seal(text[:len(text)-1]), '\n')
}

// seal ends the object that has no closing brace yet.
func seal(text []byte) []byte {
	return fmt.Appendf(text, "%s%08x\"}", sealKey, crc32.Checksum(text, castagnoli))
}

// unsealed is the line without its checksum, which must be right.
func unsealed(name string, number int, line []byte) ([]byte, error) {
	at := len(line) - sealBytes
	if at < 1 || !bytes.HasPrefix(line[at:], []byte(sealKey)) {
		return nil, misplaced(name, number, "a line without its checksum", "one as a study writes it")
	}
	text := bytes.Clone(line[:at])
	if meant := seal(text)[at:]; !bytes.Equal(line[at:], meant) {
		return nil, misplaced(name, number, "a line that is damaged: its checksum is "+
			string(line[at+len(sealKey):len(line)-2]), string(meant[len(sealKey):len(meant)-2])+
			", the checksum of what it says")
	}
	return append(text, '}'), nil
}
