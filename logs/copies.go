package logs

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// openingBytes are kept of each file, to find those that begin alike.
const openingBytes = 512

// copies leaves out files whose records are the beginning of another, or all of it: a rotated file
// that was packed and is there as it was as well, a copy under another name. Lists that say nothing
// but when are no copies: two clients may well have the same times.
func (r *Reader) copies() error {
	files := slices.DeleteFunc(slices.Clone(r.waiting), func(in *input) bool {
		return in.format.Bare || in.format.offsets
	})
	slices.SortStableFunc(files, func(a, b *input) int { return cmp.Compare(a.opening, b.opening) })
	copied := map[*input]bool{}
	for i, a := range files {
		for _, b := range files[i+1:] {
			if !strings.HasPrefix(b.opening, a.opening) || copied[a] {
				break
			}
			if copied[b] {
				continue
			}
			shorter, longer, err := compare(a, b)
			if err != nil {
				return err
			}
			if shorter != nil {
				copied[shorter] = true
				*shorter.account = FileAccount{Name: shorter.Name,
					Why: "left out, since its records are those of " + longer.Name}
			}
		}
	}
	r.waiting = slices.DeleteFunc(r.waiting, func(in *input) bool { return copied[in] })
	return nil
}

// compare compares two files; none is shorter if they differ. It is a mistake if they do so late.
// Of two that are the same, the second is the copy.
func compare(a, b *input) (shorter, longer *input, err error) {
	left, err := a.plain()
	if err != nil {
		return nil, nil, err
	}
	defer left.Close()
	right, err := b.plain()
	if err != nil {
		return nil, nil, err
	}
	defer right.Close()
	one, two := make([]byte, 64<<10), make([]byte, 64<<10)
	for same := 0; ; same += len(one) {
		n, err1 := io.ReadFull(left, one)
		m, err2 := io.ReadFull(right, two)
		k := min(n, m)
		late := same+k >= headBytes
		switch cut := a.Once && n < len(one) || b.Once && m < len(two); {
		case !bytes.Equal(one[:k], two[:k]) && !late:
			return nil, nil, nil
		case !bytes.Equal(one[:k], two[:k]), late && cut:
			return nil, nil, b.sharesRecords(a)
		case unexpected(err1) != nil:
			return nil, nil, a.failed(err1)
		case unexpected(err2) != nil:
			return nil, nil, b.failed(err2)
		case n < m:
			return a, b, nil
		case err1 != nil || m < n:
			return b, a, nil
		}
	}
}

// unexpected is an error that is not the end of a file.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// plain opens the file to be read from its beginning; of one that can be opened once, its head.
func (in *input) plain() (io.ReadCloser, error) {
	if in.Once {
		return io.NopCloser(bytes.NewReader(in.head)), nil
	}
	stream, err := in.Open()
	if err != nil {
		return nil, err
	}
	plain, err := Plain(stream)
	if err != nil {
		return nil, in.failed(errors.Join(err, stream.Close()))
	}
	return joined{plain, stream}, nil
}

// sharesRecords is the mistake of files that begin alike and go on differently.
func (in *input) sharesRecords(other *input) error {
	return in.mistake(1, 1, fmt.Sprintf("the records of %s, %d MiB of them and perhaps not all",
		other.Name, headBytes>>20), "each record once: leave one of the files out, or cut it")
}
