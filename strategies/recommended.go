package strategies

import (
	"time"
)

// Recommended returns the parts of the strategy recommended, with which all nodes share one
// token. All nodes must reach Env.Shared and Env.Lease, and Env.Nodes must be the largest number
// of nodes. With refresh tokens, Env.Refreshes, it keeps each session that can be kept: set
// Env.Forgives to what the carrier's documents say. The reasons for each part are in
// spec/catalogue/recommended.yaml.
func Recommended() []Part {
	shared := Cache{
		Shared: true, LookIfRefused: true, Margin: 30 * time.Second, RememberWhenDown: true,
		Patience: 2 * time.Second, FenceGeneration: true,
	}
	look := Look(shared)
	look.Patience, look.FenceGeneration, look.KeepInMargin = 250*time.Millisecond, false, true
	return append([]Part{
		calls(true),
		Retry{Retries: 2, Young: 5 * time.Second},
		look,
		Lease{
			Hold: 10 * time.Second, Poll: 200 * time.Millisecond, Patience: 32 * time.Second,
			Renew: true, Fence: true, Release: ReleaseOwner, Unforgiven: time.Minute,
		},
		shared,
	}, nets(true, 40*time.Second)...)
}

// RecommendedUnshared returns the parts of the strategy recommended-unshared, for nodes that share
// nothing. Env.Nodes must be the largest number of nodes. The reasons for each part are in
// spec/catalogue/recommended-unshared.yaml.
func RecommendedUnshared() []Part {
	own := Cache{
		LookIfRefused: true, Margin: 30 * time.Second, RememberWhenDown: true,
		Patience: 2 * time.Second,
	}
	look := Look(own)
	look.Patience = 250 * time.Millisecond
	return append([]Part{
		calls(false),
		Retry{Retries: 2, Young: 2 * time.Second},
		RefreshAhead{
			Before: 5 * time.Minute, AtMostHalf: true, Jitter: 5 * time.Minute, Again: time.Minute,
		},
		look,
		SingleFlight{Patience: 32 * time.Second},
		own,
	}, nets(false, 2*time.Minute)...)
}

// calls returns the part that stops the calls if a ban covers them too. It is shared if all nodes
// reach Env.Quota.
func calls(shared bool) Part {
	return Breaker{
		On: []int{forbidden}, Open: banLasts, Obey: true, Probe: time.Minute, After: 5, Per: PerNode,
		Shared: shared,
	}
}

// nets returns the parts that protect from a ban if those above them fail. They are shared if all
// nodes reach Env.Quota. Patience is how long to wait for a permit.
func nets(shared bool, patience time.Duration) []Part {
	return []Part{
		Breaker{
			On: []int{forbidden}, Open: banLasts, Obey: true, Probe: time.Minute, Per: PerNode,
			Shared: shared,
		},
		Breaker{On: []int{tooManyRequests}, Open: time.Minute, Obey: true, Per: PerCustomer},
		RememberFailure{For: 5 * time.Second},
		InvalidGrant{Reread: true, Again: time.Minute},
		AskAgain{Tries: 5},
		Ration{
			Rate: Rate{Permits: 54, Per: time.Minute}, Burst: 1, Patience: patience,
			OverNodes: true, Spread: true, Shared: shared,
		},
	}
}
