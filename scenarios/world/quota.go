package world

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A sharedQuota is that of one public IP. It is kept in a cache: it is slow, or down, when that is.
type sharedQuota struct {
	cache *cache
	of    strategies.QuotaStore
}

// quotaOf returns the quota of a public IP, made when it is first asked for.
func (k *carrier) quotaOf(ip int) strategies.QuotaStore {
	for len(k.quotas) <= ip {
		k.quotas = append(k.quotas, strategies.NewMemoryQuota(nodeClock{&node{w: k.world}}))
	}
	return sharedQuota{k.store, k.quotas[ip]}
}

func (q sharedQuota) Reserve(
	ctx context.Context, every time.Duration, burst int, patience time.Duration,
) (wait time.Duration, ok bool, err error) {
	if err := q.cache.access(ctx); err != nil {
		return 0, false, err
	}
	return q.of.Reserve(ctx, every, burst, patience)
}

func (q sharedQuota) Ban(
	ctx context.Context, name string, probe time.Duration,
) (strategies.Ban, error) {
	if err := q.cache.access(ctx); err != nil {
		return strategies.Ban{}, err
	}
	return q.of.Ban(ctx, name, probe)
}

func (q sharedQuota) Report(ctx context.Context, name string, b strategies.Ban) error {
	if err := q.cache.access(ctx); err != nil {
		return err
	}
	return q.of.Report(ctx, name, b)
}
