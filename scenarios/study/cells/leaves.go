package cells

import (
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A leaf is a single value that runs depend on, and where it stands, as in fleet.users.
type leaf struct{ path, value string }

// A walk lists the leaves of a value. All its fields are among them, those that are not exported
// as well, unless they are left out by name: a field that is added tells runs apart at once.
type walk struct {
	without map[string]bool // paths
	leaves  []leaf
}

// deepest is deeper than any value that is no ring (assumed).
const deepest = 64

// mostItems is how many items of a list are leaves of their own: of more, such as recorded
// arrivals, one leaf is the sum.
const mostItems = 64

var errNoValue = errors.New("what runs depend on is not a plain value")

func (w *walk) value(path string, v reflect.Value, depth int) error {
	switch {
	case w.without[path]:
		return nil
	case depth > deepest:
		return fmt.Errorf("%s: %w", path, errNoValue)
	}
	if w.text(path, v) {
		return nil
	}
	switch v.Kind() {
	case reflect.Struct:
		return w.fields(path, v, depth)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			w.add(path, "nothing")
			return nil
		}
		if v.Kind() == reflect.Interface {
			w.add(path+".type", v.Elem().Type().String())
		}
		return w.value(path, v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		return w.items(path, v, depth)
	case reflect.Map:
		return w.mapping(path, v, depth)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		if v.IsNil() {
			return nil
		}
	default:
	}
	return fmt.Errorf("%s is a %s: %w", path, v.Kind(), errNoValue)
}

// text adds a value that is one leaf, and reports whether it is.
func (w *walk) text(path string, v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		w.add(path, v.String())
	case reflect.Bool:
		w.add(path, strconv.FormatBool(v.Bool()))
	case reflect.Int64:
		if _, ok := reflect.TypeAssert[fmt.Stringer](reflect.Zero(v.Type())); ok &&
			v.Type().ConvertibleTo(reflect.TypeFor[time.Duration]()) {
			w.add(path, time.Duration(v.Int()).String())
			break
		}
		w.add(path, strconv.FormatInt(v.Int(), 10))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32:
		w.add(path, strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		w.add(path, strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		w.add(path, strconv.FormatFloat(v.Float(), 'g', -1, 64))
	default:
		return false
	}
	return true
}

func (w *walk) add(path, value string) { w.leaves = append(w.leaves, leaf{path, value}) }

// fields lists the fields of a struct. One that a file writes as a single word is that word, and
// its fields below, for the word may be rounded.
func (w *walk) fields(path string, v reflect.Value, depth int) error {
	if v.CanInterface() {
		if t, ok := reflect.TypeAssert[encoding.TextMarshaler](v); ok {
			if text, err := t.MarshalText(); err == nil {
				w.add(path, string(text))
			}
		}
		if _, ok := reflect.TypeAssert[time.Time](v); ok {
			return nil // its text is all of it, and its fields point to the zone
		}
	}
	if given := v.FieldByName("Given"); given.IsValid() && v.NumField() == 2 {
		if !given.Bool() {
			w.add(path, "nothing")
			return nil
		}
		return w.value(path, v.FieldByName("Value"), depth+1)
	}
	for i := range v.NumField() {
		if err := w.value(join(path, segment(v, i)), v.Field(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// segment is what a field is called in a path: as files write it, where they do. An embedded
// interface beside a Key is what the key says.
func segment(v reflect.Value, i int) string {
	f := v.Type().Field(i)
	name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	key := v.FieldByName("Key")
	switch {
	case options == "inline":
		return ""
	case name != "" && name != "-":
		return name
	case f.Anonymous && f.Type.Kind() == reflect.Interface && key.Kind() == reflect.String:
		return key.String()
	}
	return f.Name
}

func join(path, name string) string {
	if path == "" || name == "" {
		return path + name
	}
	return path + "." + name
}

func (w *walk) items(path string, v reflect.Value, depth int) error {
	if v.Kind() == reflect.Slice && v.IsNil() {
		w.add(path, "nothing")
		return nil
	}
	of := w
	if v.Len() > mostItems {
		of = &walk{without: w.without}
	}
	for i := range v.Len() {
		if err := of.value(fmt.Sprintf("%s[%d]", path, i), v.Index(i), depth+1); err != nil {
			return err
		}
	}
	count := fmt.Sprintf("a list of %d", v.Len())
	if of != w {
		count += ", of sum " + sumOf(of.leaves)[:keyDigits]
	}
	w.add(path, count)
	return nil
}

// mapping lists the values of a map, in the order of its keys.
func (w *walk) mapping(path string, v reflect.Value, depth int) error {
	if v.IsNil() {
		w.add(path, "nothing")
		return nil
	}
	w.add(path, fmt.Sprintf("a list of %d", v.Len()))
	values := map[string]reflect.Value{}
	for _, key := range v.MapKeys() {
		key, value := fmt.Sprint(key), v.MapIndex(key)
		values[key] = value
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if err := w.value(join(path, key), values[key], depth+1); err != nil {
			return err
		}
	}
	return nil
}

// sumOf is the SHA-256 of leaves: others have another.
func sumOf(leaves []leaf) string {
	h := sha256.New()
	for _, l := range leaves {
		fmt.Fprintf(h, "%d %s %d %s\n", len(l.path), l.path, len(l.value), l.value)
	}
	return hex.EncodeToString(h.Sum(nil))
}
