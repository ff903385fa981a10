package main

import (
	"strconv"
	"time"
)

// A stream is lines of one kind.
type stream struct {
	name  string
	flags []string // of judge
	line  func(b []byte, i int64) []byte
}

// began is when the logs begin: Monday 2 March 2026, 07:00.
const began = 1_772_434_800

var streams = []stream{
	{"decimal seconds, 0.7 s apart", nil, seconds(700)},
	{"a Common Log, 1 % kept by --path", []string{"--path", "/oauth/token"}, commonLine()},
	{"whole seconds of Unix time, 10 in each", nil, func(b []byte, i int64) []byte {
		return append(strconv.AppendInt(b, began+i/10, 10), '\n')
	}},
	{"whole seconds of Unix time, 1 in each", nil, func(b []byte, i int64) []byte {
		return append(strconv.AppendInt(b, began+i, 10), '\n')
	}},
	{"decimal seconds, 0.34 s apart", nil, seconds(340)},
	{"decimal seconds, 20 at once every 20 s", nil, func(b []byte, i int64) []byte {
		return decimal(b, i/20*20_000)
	}},
}

// seconds are instants so many milliseconds apart.
func seconds(gap int64) func([]byte, int64) []byte {
	return func(b []byte, i int64) []byte { return decimal(b, i*gap) }
}

// decimal appends milliseconds as decimal seconds.
func decimal(b []byte, ms int64) []byte {
	b = append(strconv.AppendInt(b, ms/1000, 10), '.')
	ms %= 1000
	return append(b, byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10), '\n')
}

// commonLine makes lines of a Common Log, 100 in a second, of which the first asks for a token.
func commonLine() func([]byte, int64) []byte {
	var stamp []byte
	return func(b []byte, i int64) []byte {
		request := "POST /oauth/token"
		if i%100 == 0 {
			stamp = time.Unix(began+i/100, 0).UTC().AppendFormat(stamp[:0], "02/Jan/2006:15:04:05 -0700")
		} else {
			request = "GET /shop/products"
		}
		b = strconv.AppendInt(append(b, "198.51.100."...), i%200, 10)
		b = append(append(append(b, " - - ["...), stamp...), `] "`...)
		b = append(b, request...)
		if i%100 != 0 {
			b = append(strconv.AppendInt(append(b, '/'), i%977, 10), "?sort=price"...)
		}
		b = append(b, ` HTTP/1.1" 200 `...)
		return append(strconv.AppendInt(b, 900+i%5000, 10), '\n')
	}
}
