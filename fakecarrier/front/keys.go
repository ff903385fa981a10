package front

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// Keys are those that sign a World's tokens. They follow from its seed, so that the same seed signs
// alike wherever it runs, and a token outlives a restart: they protect nobody from whoever knows
// the seed. Each is made when it is first needed; the one of RS256 takes a fifth of a second.
type keys struct {
	elliptic func() *key
	rsa      func() *key
}

// A key is a private key, and how it signs.
type key struct {
	public jose.JSONWebKey
	signer jose.SigningKey
}

// keySizes: RSA of 2048 bits, as most providers have; the exponent of all.
const (
	primeSize   = 128 // bytes
	rsaExponent = 65537
)

func newKeys(seed uint64) *keys {
	return &keys{
		elliptic: sync.OnceValue(func() *key {
			private := ellipticKey(seed)
			k := publicKey(jose.ES256, private.Public())
			k.signer.Key = deterministic{private, &k.public}
			return k
		}),
		rsa: sync.OnceValue(func() *key {
			private := rsaKey(seed)
			k := publicKey(jose.RS256, private.Public())
			k.signer.Key = private
			return k
		}),
	}
}

// of returns the key of an algorithm.
func (k *keys) of(a jose.SignatureAlgorithm) *key {
	if a == jose.ES256 {
		return k.elliptic()
	}
	return k.rsa()
}

// set is the JWK set.
func (k *keys) set() []byte {
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{k.rsa().public, k.elliptic().public}}
	text, err := json.Marshal(set)
	if err != nil {
		panic("fakecarrier: " + err.Error()) // both are keys that it knows
	}
	return text
}

func publicKey(a jose.SignatureAlgorithm, public crypto.PublicKey) *key {
	k := &key{
		public: jose.JSONWebKey{Key: public, Algorithm: string(a), Use: "sig"},
		signer: jose.SigningKey{Algorithm: a},
	}
	thumbprint, err := k.public.Thumbprint(crypto.SHA256)
	if err != nil {
		panic("fakecarrier: " + err.Error()) // a key that it knows
	}
	k.public.KeyID = base64.RawURLEncoding.EncodeToString(thumbprint)
	return k
}

// sign returns a JWS of a payload, whose header has that typ.
func (k *key) sign(typ string, payload []byte) string {
	options := (&jose.SignerOptions{}).WithType(jose.ContentType(typ)).
		WithHeader("kid", k.public.KeyID)
	signer, err := jose.NewSigner(k.signer, options)
	if err == nil {
		var signed *jose.JSONWebSignature
		if signed, err = signer.Sign(payload); err == nil {
			var text string
			if text, err = signed.CompactSerialize(); err == nil {
				return text
			}
		}
	}
	panic("fakecarrier: " + err.Error()) // nothing in it comes from outside
}

// payload returns that of a JWS; not ok unless this key signed it.
func (k *key) payload(text string) (payload []byte, ok bool) {
	signed, err := jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{k.signer.Algorithm})
	if err != nil {
		return nil, false
	}
	payload, err = signed.Verify(k.public.Key)
	return payload, err == nil
}

// ellipticKey is the key of P-256 of a seed.
func ellipticKey(seed uint64) *ecdsa.PrivateKey {
	for n := uint64(0); ; n++ {
		scalar := derived("ES256", seed, n)
		if k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar[:]); err == nil {
			return k
		}
	}
}

// rsaKey is the key of 2048 bits of a seed: crypto/rsa takes no source of chance that it is given.
func rsaKey(seed uint64) *rsa.PrivateKey {
	stream := rand.NewChaCha8(derived("RS256", seed, 0))
	one, e := big.NewInt(1), big.NewInt(rsaExponent)
	for {
		p, q := prime(stream), prime(stream)
		order := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		d := new(big.Int).ModInverse(e, order)
		if d == nil {
			continue
		}
		k := &rsa.PrivateKey{
			PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: rsaExponent},
			D:         d, Primes: []*big.Int{p, q},
		}
		if k.Validate() == nil {
			k.Precompute()
			return k
		}
	}
}

// prime draws a prime of 1024 bits, the upper two of which are set.
func prime(stream *rand.ChaCha8) *big.Int {
	var b [primeSize]byte
	for {
		_, _ = stream.Read(b[:]) // it does not fail
		b[0] |= 3 << 6
		b[primeSize-1] |= 1
		if p := new(big.Int).SetBytes(b[:]); p.ProbablyPrime(20) {
			return p
		}
	}
}

// derived is a secret of a seed, for one purpose.
func derived(purpose string, seed, n uint64) [sha256.Size]byte {
	text := binary.BigEndian.AppendUint64([]byte("fakecarrier "+purpose), seed)
	return sha256.Sum256(binary.BigEndian.AppendUint64(text, n))
}

// deterministic signs by ES256 as RFC 6979 has it: the same text alike each time.
type deterministic struct {
	private *ecdsa.PrivateKey
	public  *jose.JSONWebKey
}

// Public is the public key.
func (d deterministic) Public() *jose.JSONWebKey { return d.public }

// Algs are the algorithms that it signs by.
func (deterministic) Algs() []jose.SignatureAlgorithm {
	return []jose.SignatureAlgorithm{jose.ES256}
}

// SignPayload returns the two numbers of a signature, 32 bytes each (RFC 7518, section 3.4).
func (d deterministic) SignPayload(text []byte, _ jose.SignatureAlgorithm) ([]byte, error) {
	sum := sha256.Sum256(text)
	encoded, err := d.private.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var numbers struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(encoded, &numbers); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("found no signature of ASN.1: %w", err)
	}
	signature := make([]byte, 64)
	numbers.R.FillBytes(signature[:32])
	numbers.S.FillBytes(signature[32:])
	return signature, nil
}
