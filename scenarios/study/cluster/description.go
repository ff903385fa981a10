package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A Description is all that the runs of a study depend on: what it consists of, the version of the
// program among it, and what its inputs say, in the order of the plan.
type Description struct {
	Header study.Header `json:"header"`
	Inputs [][]byte     `json:"inputs"`
}

// text is the description as bytes; equal ones are equal bytes.
func (d *Description) text() []byte {
	text, err := json.Marshal(d)
	if err != nil {
		panic(err) // strings and numbers
	}
	return text
}

// idDigits is how many hexadecimal digits an id and a key have: that two of a million are the same
// has a chance of 1 in 10^26.
const idDigits = 32

// idOf is what distinguishes bytes from all others.
func idOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])[:idDigits]
}

// described reads a description that must have this id.
func described(id string, packed []byte) (*Description, error) {
	text, err := unpacked(packed)
	if err != nil {
		return nil, err
	}
	if got := idOf(text); got != id {
		return nil, fmt.Errorf("study %s is described by bytes of id %s", id, got)
	}
	var d Description
	return &d, json.Unmarshal(text, &d)
}

// mostUnpacked is more than a message or the inputs of a study have (assumed).
const mostUnpacked = 1 << 30

var (
	packer = must(zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1),
		zstd.WithLowerEncoderMem(true)))
	unpacker = must(zstd.NewReader(nil, zstd.WithDecoderMaxMemory(mostUnpacked)))
)

func packed(data []byte) []byte { return packer.EncodeAll(data, nil) }

func unpacked(data []byte) ([]byte, error) { return unpacker.DecodeAll(data, nil) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // of options that are ours
	}
	return v
}
