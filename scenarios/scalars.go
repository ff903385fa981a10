package scenarios

import "github.com/tokenstorm/tokenstorm/internal/strict"

// The types of a scenario's values, each with its bounds: a file that breaks them is refused.
type (
	// An Instant is a time since the start of the run, 0s or later.
	Instant = strict.Instant
	// A Span is a length of time, 0s or longer.
	Span = strict.Span
	// A PositiveSpan is a length of time longer than 0s; where it may be left out, its zero value
	// says that it is.
	PositiveSpan = strict.PositiveSpan
	// An Offset is a length of time in either direction.
	Offset = strict.Offset
	// A Share is a number from 0 to 1.
	Share = strict.Share
	// A Rate is so many per second, 0 or more.
	Rate = strict.Rate
	// A PositiveRate is so many per second, more than 0.
	PositiveRate = strict.PositiveRate
	// An Optional is a value that may be absent, which is not the same as zero.
	Optional[T any] = strict.Optional[T]
	// A Place is where a value stands in a file, for the Check of a fault or of a load.
	Place = strict.Place
	// A Mistake is what is wrong in a file.
	Mistake = strict.Mistake
	// Mistakes are all that is wrong in a file.
	Mistakes = strict.Mistakes
)
