package logs

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// unpackers are known by the first bytes of a file.
var unpackers = []struct {
	magic  string
	unpack func(io.Reader) (io.Reader, error)
}{
	{"\x1f\x8b", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	{"BZh", func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }},
	{"\xfd7zXZ\x00", func(r io.Reader) (io.Reader, error) { return xz.NewReader(r) }},
	{"\x28\xb5\x2f\xfd", unzstd},
}

// unzstd unpacks in this goroutine, with a window of at most 64 MiB.
func unzstd(r io.Reader) (io.Reader, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(64<<20))
}

// Packed reports whether a file that begins so is packed.
func Packed(start []byte) bool {
	for _, u := range unpackers {
		if bytes.HasPrefix(start, []byte(u.magic)) {
			return true
		}
	}
	return false
}

// passHole passes over the NULs with which a file begins that was copied and truncated while its
// writer went on where it was.
func passHole(in *bufio.Reader) {
	for {
		start, _ := in.Peek(max(1, in.Buffered()))
		n, _ := in.Discard(len(start) - len(bytes.TrimLeft(start, "\x00")))
		if n == 0 {
			return
		}
	}
}

// Plain unpacks gzip, zstd, bzip2 and xz, turns UTF-16 into UTF-8, and passes over a byte order
// mark. It tells by the first bytes.
func Plain(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	for _, u := range unpackers {
		if start, _ := in.Peek(len(u.magic)); string(start) == u.magic {
			plain, err := u.unpack(in)
			if err != nil {
				return nil, err
			}
			in = bufio.NewReaderSize(plain, 64<<10)
			break
		}
	}
	start, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		_, _ = in.Discard(3) // they are there: they were looked at
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		marked := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
		return transform.NewReader(in, marked.NewDecoder()), nil
	case len(start) == 4 && start[1] == 0 && start[3] == 0 && start[0] != 0 && start[2] != 0:
		unmarked := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
		return transform.NewReader(in, unmarked.NewDecoder()), nil
	case len(start) == 4 && start[0] == 0 && start[2] == 0 && start[1] != 0 && start[3] != 0:
		unmarked := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
		return transform.NewReader(in, unmarked.NewDecoder()), nil
	}
	passHole(in)
	return in, nil
}
