package measure

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawn sets v to anything that its type can be.
func drawn(t *rapid.T, v reflect.Value, depth int) {
	if h, ok := reflect.TypeAssert[*Histogram](v.Addr()); ok {
		var bars []bar
		index := int32(-1)
		for range rapid.IntRange(0, 3).Draw(t, "bars") {
			index += int32(rapid.IntRange(1, 2000).Draw(t, "gap"))
			bars = append(bars, bar{index, int64(rapid.IntRange(1, 1<<40).Draw(t, "count"))})
		}
		*h = packBars(slices.Values(bars))
		return
	}
	some := func() bool { return depth < 3 && rapid.Bool().Draw(t, "some") }
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "int"))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(t, "uint"))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(t, "float"))
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case reflect.Struct:
		for _, field := range v.Fields() {
			drawn(t, field, depth)
		}
	case reflect.Pointer:
		if some() {
			v.Set(reflect.New(v.Type().Elem()))
			drawn(t, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if some() {
			n := rapid.IntRange(0, 3).Draw(t, "length")
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				drawn(t, v.Index(i), depth+1)
			}
		}
	case reflect.Map:
		if some() {
			v.Set(reflect.MakeMap(v.Type()))
			for range rapid.IntRange(0, 3).Draw(t, "length") {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				drawn(t, key, depth+1)
				drawn(t, value, depth+1)
				v.SetMapIndex(key, value)
			}
		}
	default:
		t.Fatalf("an outcome has a %s", v.Kind())
	}
}

// What is kept of an outcome is all of it: nil is not zero, and a field that is added is kept.
func TestBinary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o, read Outcome
		drawn(t, reflect.ValueOf(&o).Elem(), 0)
		data, err := o.MarshalBinary()
		require.NoError(t, err)
		require.NoError(t, read.UnmarshalBinary(data))
		require.Equal(t, o, read)
		again, err := read.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, data, again)
		require.ErrorIs(t, read.UnmarshalBinary(append(data, 0)), errBinary)
		require.ErrorIs(t, read.UnmarshalBinary(data[:len(data)-1]), errBinary)
	})
}

func FuzzUnmarshalBinary(f *testing.F) {
	data, err := (&Outcome{Strategy: "x", Unmet: []string{"y"}}).MarshalBinary()
	require.NoError(f, err)
	f.Add(data)
	f.Fuzz(func(_ *testing.T, data []byte) {
		_ = new(Outcome).UnmarshalBinary(data) // it does not panic
	})
}
