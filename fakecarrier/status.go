package fakecarrier

// The statuses that a Carrier answers with (RFC 9110; 429 is RFC 6585's).
const (
	statusOK              = 200
	statusBadRequest      = 400
	statusUnauthorized    = 401
	statusForbidden       = 403
	statusTooManyRequests = 429
)
