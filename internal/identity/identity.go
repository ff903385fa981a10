// Package identity tells whether two states of a program are equal, by a sum over all that they
// reach: through pointers, into maps, into unexported fields. Two values that nothing but their
// addresses tells apart have equal sums.
//
// What a closure has captured cannot be seen: such a value counts by its code alone, and is noted
// as Opaque. Whoever prunes a search by equal sums has to know that it does not matter.
package identity

import (
	"cmp"
	"math"
	"math/bits"
	"reflect"
	"slices"
	"sync"
	"time"
	"unsafe"
)

// A Sum is that of a state. The chance that two of a million different states have one is 1e-26.
type Sum [2]uint64

// Add returns the sum of s and of one more word after it.
func (s Sum) Add(word uint64) Sum {
	return Sum{
		mix(s[0]^word) + 0x9e3779b97f4a7c15,
		mix(bits.RotateLeft64(s[1], 23)+word*0xd6e8feb86659fd93) ^ s[0],
	}
}

// Join returns the sum of s and of another after it.
func (s Sum) Join(o Sum) Sum { return s.Add(o[0]).Add(o[1]) }

// Plus returns the sum of two sums in any order.
func (s Sum) Plus(o Sum) Sum { return Sum{s[0] + mix(o[0]), s[1] + mix(o[1])} }

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// A Walk adds up what values reach.
type Walk struct {
	// Known returns the sum of a value that is not to be looked into, of types that Cut names.
	Known func(reflect.Value) Sum
	Cut   map[reflect.Type]bool

	Opaque map[string]bool // the types that have closures, and the fields

	sum  Sum
	seen map[place]uint64
	path string
}

// A place is where a value lies: the first field of a struct has the address of the struct.
type place struct {
	at unsafe.Pointer
	of reflect.Type
}

var timeType = reflect.TypeFor[time.Time]()

// Of is the sum of values, one after the other.
func (w *Walk) Of(values ...any) Sum {
	w.sum, w.seen = Sum{}, map[place]uint64{}
	for _, v := range values {
		w.value(reflect.ValueOf(v))
	}
	return w.sum
}

func (w *Walk) add(word uint64) { w.sum = w.sum.Add(word) }

func (w *Walk) value(v reflect.Value) {
	if !v.IsValid() {
		w.add(0)
		return
	}
	if w.Cut[v.Type()] {
		w.sum = w.sum.Join(w.Known(v))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		w.bool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.add(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.add(v.Uint())
	case reflect.Float32, reflect.Float64:
		w.add(math.Float64bits(v.Float()))
	case reflect.String:
		w.text(v.String())
	case reflect.Pointer:
		w.pointer(v)
	case reflect.Interface:
		if v.IsNil() {
			w.add(0)
			return
		}
		w.text(v.Elem().Type().String())
		w.value(v.Elem())
	case reflect.Struct:
		w.structure(v)
	case reflect.Slice, reflect.Array:
		w.list(v)
	case reflect.Map:
		w.mapping(v)
	case reflect.Func:
		w.bool(v.IsNil())
		if !v.IsNil() {
			w.opaque()
		}
	default: // a channel, or what only package unsafe makes
		w.bool(v.IsZero())
		w.opaque()
	}
}

// list goes through elements. Of a long array most are zero: those are left out.
func (w *Walk) list(v reflect.Value) {
	w.add(uint64(v.Len()))
	long := v.Kind() == reflect.Array && v.Len() > 64
	for i := range v.Len() {
		e := v.Index(i)
		if long {
			if e.IsZero() {
				continue
			}
			w.add(uint64(i))
		}
		w.value(e)
	}
}

func (w *Walk) opaque() {
	if w.Opaque != nil {
		w.Opaque[w.path] = true
	}
}

func (w *Walk) bool(b bool) {
	if b {
		w.add(1)
	} else {
		w.add(2)
	}
}

func (w *Walk) text(s string) {
	w.add(uint64(len(s)))
	for len(s) > 0 {
		word := uint64(0)
		n := min(8, len(s))
		for i := range n {
			word |= uint64(s[i]) << (8 * i)
		}
		w.add(word)
		s = s[n:]
	}
}

// pointer numbers what is pointed to by when the walk met it first.
func (w *Walk) pointer(v reflect.Value) {
	if v.IsNil() {
		w.add(0)
		return
	}
	at := place{v.UnsafePointer(), v.Type()}
	if number, ok := w.seen[at]; ok {
		w.add(number)
		return
	}
	w.seen[at] = uint64(len(w.seen) + 1)
	w.value(v.Elem())
}

func (w *Walk) structure(v reflect.Value) {
	t := v.Type()
	if t == timeType {
		w.time(v)
		return
	}
	for _, i := range fieldsOf(t) {
		if w.Opaque != nil {
			w.path = t.String() + "." + t.Field(i).Name
		}
		w.value(v.Field(i))
	}
}

var fieldCache sync.Map // of []int, by reflect.Type

// fieldsOf lists the fields of a struct, padding left out.
func fieldsOf(t reflect.Type) []int {
	if list, ok := fieldCache.Load(t); ok {
		return list.([]int)
	}
	var list []int
	for i := range t.NumField() {
		if t.Field(i).Name != "_" {
			list = append(list, i)
		}
	}
	fieldCache.Store(t, list)
	return list
}

// time adds the instant, whatever its location.
func (w *Walk) time(v reflect.Value) {
	if v.CanAddr() {
		w.add(uint64((*time.Time)(v.Addr().UnsafePointer()).UnixNano()))
		return
	}
	w.add(v.Field(0).Uint()) // wall
	w.add(uint64(v.Field(1).Int()))
}

// mapping goes through the entries by the sums of their keys.
func (w *Walk) mapping(v reflect.Value) {
	type entry struct {
		key  Sum
		pair reflect.Value
	}
	all := make([]entry, 0, v.Len())
	for _, key := range v.MapKeys() {
		sub := Walk{Known: w.Known, Cut: w.Cut, seen: map[place]uint64{}}
		sub.value(key)
		all = append(all, entry{sub.sum, key})
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.key[0], b.key[0]), cmp.Compare(a.key[1], b.key[1]))
	})
	w.add(uint64(len(all)))
	for _, e := range all {
		w.sum = w.sum.Join(e.key)
		w.value(v.MapIndex(e.pair))
	}
}
