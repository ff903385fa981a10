package front

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A seal makes tokens that only this World takes for its own, from one reset to the next. It keeps
// garbage out; it is no secret from whoever knows the seed.
type seal struct{ key [16]byte }

// What a signature begins with: the serial number, hidden, and a checksum.
const (
	serialSize   = 8
	checksumSize = sha256.Size
)

func newSeal(seed, epoch uint64) *seal {
	s := new(seal)
	binary.LittleEndian.PutUint64(s.key[:8], seed)
	binary.LittleEndian.PutUint64(s.key[8:], epoch)
	return s
}

// sign appends a signature of size bytes to a text.
func (s *seal) sign(text []byte, serial uint64, size int) []byte {
	var number [serialSize]byte
	binary.BigEndian.PutUint64(number[:], serial)
	n := len(text)
	text = append(append(text, s.key[:]...), number[:]...)
	sum := sha256.Sum256(text)
	text = text[:n]
	for i := range number {
		number[i] ^= sum[i] // so that two signatures have no head in common
	}
	text = append(append(text, number[:]...), sum[:]...)
	filler := rand.NewPCG(binary.LittleEndian.Uint64(sum[8:]), binary.LittleEndian.Uint64(sum[16:]))
	for len(text) < n+size {
		text = binary.LittleEndian.AppendUint64(text, filler.Uint64())
	}
	return text[:n+size]
}

// serial reads the number back from a signature of a text, and may write behind the text; not ok if
// it is not ours.
func (s *seal) serial(text, signature []byte) (serial uint64, ok bool) {
	if len(signature) < serialSize+checksumSize {
		return 0, false
	}
	for i := range serialSize {
		serial = serial<<8 | uint64(signature[i]^signature[serialSize+i])
	}
	again := s.sign(text, serial, len(signature))
	return serial, bytes.Equal(again[len(text):], signature)
}

// base64url is how tokens are written. Strict: each token has one spelling.
var base64url = base64.RawURLEncoding.Strict()

// A scratch is room to write and to check tokens in.
type scratch struct{ text, part []byte }

var scratches = sync.Pool{New: func() any {
	return &scratch{make([]byte, 0, 4096), make([]byte, 0, 4096)}
}}

// sealed writes a JWT.
func (c *compiledWire) sealed(s *seal, f *facts) string {
	room := scratches.Get().(*scratch)
	defer scratches.Put(room)
	part := c.jwtPayload.append(room.part[:0], f)
	text := append(append(room.text[:0], c.jwtHeader...), '.')
	text = base64url.AppendEncode(text, part)
	n := len(text)
	text = s.sign(text, uint64(f.serial), c.signature)
	part = append(append(part[:0], text[:n]...), '.')
	part = base64url.AppendEncode(part, text[n:])
	room.text, room.part = text, part // they may have grown
	return string(part)
}

// unsealed reads the serial number of a JWT; not ok if it is not ours.
func (c *compiledWire) unsealed(s *seal, token string) (fakecarrier.TokenID, bool) {
	dot := strings.LastIndexByte(token, '.')
	encoded := token[dot+1:]
	if dot < 0 || len(encoded) != base64url.EncodedLen(c.signature) {
		return 0, false
	}
	room := scratches.Get().(*scratch)
	defer scratches.Put(room)
	room.text = append(room.text[:0], encoded...)
	signature, err := base64url.AppendDecode(room.part[:0], room.text)
	if err != nil {
		return 0, false
	}
	room.text = append(room.text[:0], token[:dot]...)
	serial, ok := s.serial(room.text, signature)
	return fakecarrier.TokenID(serial), ok
}

// The kinds of small sealed texts, which are not taken for one another.
const (
	sealedCode    = 'c'
	sealedRefresh = 'r'
)

// small writes a number as a short opaque text of a kind: a code, a refresh token.
func (s *seal) small(kind byte, number uint64) string {
	signed := s.sign([]byte{kind}, number, serialSize+checksumSize)
	return base64url.EncodeToString(signed[1:])
}

// smallNumber reads such a text back; not ok if it is not ours, or of another kind.
func (s *seal) smallNumber(kind byte, text string) (uint64, bool) {
	if len(text) != base64url.EncodedLen(serialSize+checksumSize) {
		return 0, false
	}
	signature, err := base64url.DecodeString(text)
	if err != nil {
		return 0, false
	}
	return s.serial([]byte{kind}, signature)
}
