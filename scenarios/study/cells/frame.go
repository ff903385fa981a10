package cells

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// format is the number of the file format. Files of another one are of no use.
const format = 1

// A file is a row of frames: the head first, then a cell each. A frame is its kind, the seed and
// the length of what follows, what it holds, and a CRC-32C of all that.
const (
	headFrame = 'H'
	cellFrame = 'C'
)

const sumBytes = 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A frame is one part of a file.
type frame struct {
	kind    byte
	seed    uint64
	payload []byte // packed
}

func (f frame) bytes() []byte {
	b := binary.AppendUvarint([]byte{f.kind}, f.seed)
	b = binary.AppendUvarint(b, uint64(len(f.payload)))
	b = append(b, f.payload...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// mostBeginning is how many bytes a frame has at most before its payload.
const mostBeginning = 1 + 2*binary.MaxVarintLen64

// begins reads what a frame begins with; at is where its payload stands, 0 where that cannot be
// told.
func begins(data []byte) (f frame, length uint64, at int) {
	if len(data) == 0 || data[0] != headFrame && data[0] != cellFrame {
		return f, 0, 0
	}
	seed, n := binary.Uvarint(data[1:])
	if n <= 0 {
		return f, 0, 0
	}
	length, m := binary.Uvarint(data[1+n:])
	if m <= 0 {
		return f, 0, 0
	}
	return frame{kind: data[0], seed: seed}, length, 1 + n + m
}

// frameSize is how many bytes the frame has that begins so; 0 where that cannot be told, or are
// more than are left.
func frameSize(data []byte, left int64) int {
	_, length, at := begins(data)
	if most := left - int64(at) - sumBytes; at == 0 || most < 0 || length > uint64(most) ||
		length > mostUnpacked {
		return 0
	}
	return at + int(length) + sumBytes
}

// nextFrame reads the frame that data begins with. size is how many bytes it has; 0 where that
// cannot be told. It is not sound where its checksum is wrong.
func nextFrame(data []byte) (f frame, size int, sound bool) {
	if size = frameSize(data, int64(len(data))); size == 0 {
		return f, 0, false
	}
	f, _, at := begins(data)
	end := size - sumBytes
	f.payload = data[at:end:end]
	sum := binary.LittleEndian.Uint32(data[end:])
	return f, size, sum == crc32.Checksum(data[:end], castagnoli)
}

// A head says whose cells a file has, and what they depend on.
type head struct {
	Format int `json:"format"`
	study.Contestant
	Recipe recipe `json:"recipe"`
}

// MarshalJSON writes a leaf as a pair.
func (l leaf) MarshalJSON() ([]byte, error) { return json.Marshal([2]string{l.path, l.value}) }

// UnmarshalJSON reads what MarshalJSON has written.
func (l *leaf) UnmarshalJSON(text []byte) error {
	var pair [2]string
	err := json.Unmarshal(text, &pair)
	l.path, l.value = pair[0], pair[1]
	return err
}

var (
	packer = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression),
		zstd.WithEncoderConcurrency(1), // a Store packs one cell at a time
		zstd.WithWindowSize(1<<16), zstd.WithLowerEncoderMem(true)))
	unpacker = must(zstd.NewReader(nil, zstd.WithDecoderMaxMemory(mostUnpacked)))
)

// mostUnpacked is more than an outcome has (assumed).
const mostUnpacked = 256 << 20

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // of options that are ours
	}
	return v
}

func (h *head) frame() frame {
	text := must(json.Marshal(h)) // strings and a number
	return frame{kind: headFrame, payload: packer.EncodeAll(text, nil)}
}

func (f *frame) head() (h head, err error) {
	text, err := unpacker.DecodeAll(f.payload, nil)
	if err == nil {
		err = json.Unmarshal(text, &h)
	}
	if err == nil && (f.kind != headFrame || h.Format != format) {
		err = fmt.Errorf("format %d", h.Format)
	}
	return h, err
}

// cell packs an outcome, without what its study knows: names, and what the scenario says of it.
func cell(seed uint64, o *measure.Outcome) frame {
	bare := *o
	bare.Scenario, bare.Strategy, bare.Reading, bare.Seed = "", "", "", 0
	bare.Judged, bare.Unmet = false, nil
	return frame{kind: cellFrame, seed: seed,
		payload: packer.EncodeAll(must(bare.MarshalBinary()), nil)}
}

// outcome is what the frame holds of a cell.
func (f *frame) outcome(c study.Cell) (*measure.Outcome, error) {
	data, err := unpacker.DecodeAll(f.payload, nil)
	if err != nil {
		return nil, err
	}
	o := new(measure.Outcome)
	err = o.UnmarshalBinary(data)
	o.Scenario, o.Strategy, o.Reading, o.Seed = c.Scenario, c.Strategy, c.Reading, c.Seed
	return o, err
}
