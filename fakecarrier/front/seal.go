package front

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A seal signs tokens, so that a World recognizes its own until its next reset. It detects garbage;
// it does not protect against anyone who knows the seed.
type seal struct {
	key         [16]byte
	seed, epoch uint64
}

// The parts at the start of a signature: the serial number, masked, and a checksum.
const (
	serialSize   = 8
	checksumSize = sha256.Size
)

func newSeal(seed, epoch uint64) *seal {
	s := &seal{seed: seed, epoch: epoch}
	binary.LittleEndian.PutUint64(s.key[:8], seed)
	binary.LittleEndian.PutUint64(s.key[8:], epoch)
	return s
}

// signedBefore reports whether a token was signed before one of the latest resets.
func (w *World) signedBefore(token string) bool {
	s := w.seal.Load()
	for epoch := s.epoch; epoch > 0 && epoch+mostEpochs > s.epoch; epoch-- {
		if _, ours := w.wire.unsealed(newSeal(s.seed, epoch-1), token); ours {
			return true
		}
	}
	return false
}

// mostEpochs is of how many resets a token is looked for (assumed: a few tests in one session).
const mostEpochs = 4

// sign appends a signature of size bytes to a text.
func (s *seal) sign(text []byte, serial uint64, size int) []byte {
	var number [serialSize]byte
	binary.BigEndian.PutUint64(number[:], serial)
	n := len(text)
	text = append(append(text, s.key[:]...), number[:]...)
	sum := sha256.Sum256(text)
	text = text[:n]
	for i := range number {
		number[i] ^= sum[i] // mask it, so that no two signatures begin alike
	}
	text = append(append(text, number[:]...), sum[:]...)
	filler := rand.NewPCG(binary.LittleEndian.Uint64(sum[8:]), binary.LittleEndian.Uint64(sum[16:]))
	for len(text) < n+size {
		text = binary.LittleEndian.AppendUint64(text, filler.Uint64())
	}
	return text[:n+size]
}

// serial reads the number back from the signature of a text, which is long enough to have one. It
// returns not ok if this seal did not sign it. It may write beyond the end of text, within its
// capacity.
func (s *seal) serial(text, signature []byte) (serial uint64, ok bool) {
	for i := range serialSize {
		serial = serial<<8 | uint64(signature[i]^signature[serialSize+i])
	}
	again := s.sign(text, serial, len(signature))
	return serial, bytes.Equal(again[len(text):], signature)
}

// base64url is the encoding of tokens. It is strict: each token can be written in one way only.
var base64url = base64.RawURLEncoding.Strict()

// A scratch is memory in which tokens are written and checked.
type scratch struct{ text, part []byte }

var scratches = sync.Pool{New: func() any {
	return &scratch{make([]byte, 0, 4096), make([]byte, 0, 4096)}
}}

// sealed returns a signed JWT. One that a key signs is sealed in its jti.
func (c *compiledWire) sealed(s *seal, f *templateData) string {
	room := scratches.Get().(*scratch)
	defer scratches.Put(room)
	if c.JWT.Signed != "" {
		f.jti = s.small(sealedAccess, uint64(f.serial))
		room.part = c.jwtPayload.append(room.part[:0], f)
		return c.keys.of(jose.SignatureAlgorithm(c.JWT.Signed)).sign("at+jwt", room.part)
	}
	part := c.jwtPayload.append(room.part[:0], f)
	text := append(append(room.text[:0], c.jwtHeader...), '.')
	text = base64url.AppendEncode(text, part)
	n := len(text)
	text = s.sign(text, uint64(f.serial), c.JWT.Signature)
	part = append(append(part[:0], text[:n]...), '.')
	part = base64url.AppendEncode(part, text[n:])
	room.text, room.part = text, part // they may have grown
	return string(part)
}

// unsealed returns the serial number of a JWT; not ok if this seal did not sign it.
func (c *compiledWire) unsealed(s *seal, token string) (fakecarrier.TokenID, bool) {
	if c.JWT.Signed != "" {
		jti, _ := c.claimed(token)["jti"].(string)
		serial, ok := s.smallNumber(sealedAccess, jti)
		if ok {
			_, ok = c.keys.of(jose.SignatureAlgorithm(c.JWT.Signed)).payload(token)
		}
		return fakecarrier.TokenID(serial), ok
	}
	dot := strings.LastIndexByte(token, '.')
	encoded := token[dot+1:]
	if dot < 0 || len(encoded) != base64url.EncodedLen(c.JWT.Signature) {
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

// The kinds of small sealed texts. One kind is never accepted as another.
const (
	sealedCode    = 'c'
	sealedAccess  = 'a'
	sealedDevice  = 'd'
	sealedRefresh = 'r'
)

// refresh returns the text of a refresh token, and refreshID reads it back.
func (s *seal) refresh(id fakecarrier.RefreshID) string {
	return s.small(sealedRefresh, uint64(id.Family)<<32|uint64(id.Serial))
}

func (s *seal) refreshID(text string) (id fakecarrier.RefreshID, ok bool) {
	number, ok := s.smallNumber(sealedRefresh, text)
	return fakecarrier.RefreshID{Family: uint32(number >> 32), Serial: uint32(number)}, ok
}

// small returns a number as a short signed text of a kind: a code or a refresh token.
func (s *seal) small(kind byte, number uint64) string {
	signed := s.sign([]byte{kind}, number, serialSize+checksumSize)
	return base64url.EncodeToString(signed[1:])
}

// smallNumber reads such a text back; not ok if this seal did not sign it, or it is of another
// kind.
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
