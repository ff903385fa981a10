package fakecarrier

import "time"

// epoch is when tests begin.
var epoch = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
