package infer

// An Experiment is a schedule of requests that tells rules apart which the log does not.
type Experiment struct{}

// A Contradiction is answers that no rule explains together.
type Contradiction struct{}
