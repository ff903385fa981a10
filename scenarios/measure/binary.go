package measure

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// MarshalBinary writes all that the outcome holds, field by field: equal outcomes are equal bytes.
// The order of the fields is the whole format, so that only the program that wrote it can read it.
func (o *Outcome) MarshalBinary() ([]byte, error) {
	return appendValue(nil, reflect.ValueOf(o).Elem()), nil
}

// UnmarshalBinary reads what MarshalBinary of the same program has written.
func (o *Outcome) UnmarshalBinary(data []byte) error {
	r := binaryReader{rest: data}
	read := reflect.New(reflect.TypeFor[Outcome]()).Elem()
	r.value(read)
	if len(r.rest) > 0 {
		r.fail()
	}
	if r.err == nil {
		*o = read.Interface().(Outcome)
	}
	return r.err
}

func appendValue(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Bool:
		return append(b, byte(yes(v.Bool())))
	case reflect.Int, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Uint64:
		return binary.AppendUvarint(b, v.Uint())
	case reflect.Float64:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Float()))
	case reflect.String:
		return append(binary.AppendUvarint(b, uint64(v.Len())), v.String()...)
	case reflect.Struct:
		if h, ok := reflect.TypeAssert[Histogram](v); ok {
			return append(binary.AppendUvarint(b, uint64(len(h.packed))), h.packed...)
		}
		n := v.NumField() // v.Fields makes a StructField of each, which costs ten times this
		for i := range n {
			b = appendValue(b, v.Field(i))
		}
		return b
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0)
		}
		return appendValue(append(b, 1), v.Elem())
	case reflect.Slice:
		b = appendLength(b, v)
		for i := range v.Len() {
			b = appendValue(b, v.Index(i))
		}
		return b
	case reflect.Map:
		b = appendLength(b, v)
		keys := v.MapKeys()
		slices.SortFunc(keys, func(x, y reflect.Value) int {
			return strings.Compare(fmt.Sprint(x), fmt.Sprint(y))
		})
		for _, k := range keys {
			b = appendValue(appendValue(b, k), v.MapIndex(k))
		}
		return b
	default:
		panic("measure: an outcome has a " + v.Kind().String())
	}
}

// appendLength writes how long a slice or a map is, or that it is nil.
func appendLength(b []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(b, 0)
	}
	return binary.AppendUvarint(b, uint64(v.Len())+1)
}

// A binaryReader reads from what is left, until its first error.
type binaryReader struct {
	rest []byte
	err  error
}

var errBinary = errors.New("an outcome that is cut short or damaged")

func (r *binaryReader) fail() { r.rest, r.err = nil, errBinary }

// value reads into v.
func (r *binaryReader) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.flag())
	case reflect.Int, reflect.Int64:
		x, n := binary.Varint(r.rest)
		r.skip(n)
		v.SetInt(x)
	case reflect.Uint64:
		v.SetUint(r.uint())
	case reflect.Float64:
		if bits := r.take(8); bits != nil {
			v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(bits)))
		}
	case reflect.String:
		v.SetString(string(r.take(r.uint())))
	case reflect.Struct:
		if h, ok := reflect.TypeAssert[*Histogram](v.Addr()); ok {
			if h.read(r.take(r.uint())) != nil {
				r.fail()
			}
			return
		}
		n := v.NumField()
		for i := range n {
			r.value(v.Field(i))
		}
	case reflect.Pointer:
		if r.flag() {
			v.Set(reflect.New(v.Type().Elem()))
			r.value(v.Elem())
		}
	case reflect.Slice:
		if n, given := r.length(); given {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				r.value(v.Index(i))
			}
		}
	case reflect.Map:
		r.mapping(v)
	default:
		panic("measure: an outcome has a " + v.Kind().String())
	}
}

func (r *binaryReader) mapping(v reflect.Value) {
	n, given := r.length()
	if !given {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for range n {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		r.value(key)
		r.value(value)
		v.SetMapIndex(key, value)
	}
}

// length reads how long a slice or a map is, and whether it is there at all.
func (r *binaryReader) length() (n int, given bool) {
	written := r.uint()
	if written > uint64(len(r.rest))+1 { // each element has a byte at least
		r.fail()
	}
	if r.err != nil || written == 0 {
		return 0, false
	}
	return int(written - 1), true
}

func (r *binaryReader) flag() bool {
	b := r.take(1)
	if len(b) > 0 && b[0] > 1 {
		r.fail()
	}
	return len(b) > 0 && b[0] == 1
}

func (r *binaryReader) uint() uint64 {
	x, n := binary.Uvarint(r.rest)
	r.skip(n)
	return x
}

// skip leaves out a number of n bytes, which is none where n is not positive.
func (r *binaryReader) skip(n int) {
	if n <= 0 {
		r.fail()
		return
	}
	r.rest = r.rest[n:]
}

// take is the next n bytes, nil where there are fewer.
func (r *binaryReader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.fail()
		return nil
	}
	taken := r.rest[:n:n]
	r.rest = r.rest[n:]
	return taken
}
