package fakecarrier

import "time"

// Instants are integer nanoseconds of Unix time inside this package.
const (
	second = int64(time.Second)
	minute = int64(time.Minute)
)
