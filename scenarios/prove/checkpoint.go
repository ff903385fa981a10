package prove

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/tokenstorm/tokenstorm/internal/identity"
)

// A checkpoint is where a search stands, as its file has it: the length of what follows and its
// CRC-32C, then this.
type checkpoint struct {
	Format int // of this struct
	Key    identity.Sum
	Work   Work
	Path   []fork
	Known  map[identity.Sum]Tally
	All    *Tally // nil: the search is not over
}

const checkpointFormat = 1

// key is the sum of all that a search depends on: the version of the program, and the scope.
func (s *Scope) key(version string) identity.Sum { return (&identity.Walk{}).Of(version, *s) }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Save writes where the search stands, between two runs.
func (g *Search) Save(w io.Writer, version string) error {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(checkpoint{
		checkpointFormat, g.key(version), g.Work, g.path, g.known, g.all,
	})
	if err != nil {
		return err
	}
	sum := crc32.Checksum(b.Bytes(), castagnoli)
	_, err = fmt.Fprintf(w, "tokenstorm prove %d %08x\n", b.Len(), sum)
	if err == nil {
		_, err = b.WriteTo(w)
	}
	return err
}

// Resume lets a search that has not begun go on where Save was called. The error is that the file
// is damaged, or of another scope or program.
func (g *Search) Resume(r io.Reader, version string) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	var length int
	var sum uint32
	head, body, _ := bytes.Cut(text, []byte("\n"))
	if _, err := fmt.Sscanf(string(head), "tokenstorm prove %d %x", &length, &sum); err != nil {
		return errors.New("found another kind of file; meant one that prove --journal wrote")
	}
	if len(body) != length || crc32.Checksum(body, castagnoli) != sum {
		return errors.New("it is damaged: its checksum is another; remove it to begin anew")
	}
	var c checkpoint
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&c); err != nil {
		return fmt.Errorf("it cannot be read: %w", err)
	}
	if c.Format != checkpointFormat || c.Key != g.key(version) {
		return errors.New("it is of another search, or of another version of the program; name " +
			"another file, or remove it")
	}
	g.Work, g.path, g.known, g.all = c.Work, c.Path, c.Known, c.All
	return nil
}
