package redisstore

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Quota is what all nodes behind one public IP know of its quota, for one node: set Env.Quota to
// it. It waits for Redis, and does without, as an Account does. Do not copy it after first use. It
// is safe for concurrent use.
type Quota struct {
	Client redis.UniversalClient // Open's, or another; accounts may share it

	// Name is unique for the public IP and the carrier, in this Redis: "fedex/203.0.113.7".
	Name string

	Patience time.Duration // as in Account

	link link
}

var _ strategies.QuotaStore = (*Quota)(nil)

var (
	//go:embed lua/reserve.lua
	reserveText string
	//go:embed lua/ban.lua
	banText string
	//go:embed lua/report.lua
	reportText string

	reserveScript = redis.NewScript(commonText + reserveText)
	banScript     = redis.NewScript(commonText + banText)
	reportScript  = redis.NewScript(commonText + reportText)
)

// Reserve takes the next permit, in whole microseconds rounded up.
func (q *Quota) Reserve(
	ctx context.Context, every time.Duration, burst int, patience time.Duration,
) (wait time.Duration, ok bool, err error) {
	answer, err := q.run(ctx, reserveScript, "line", toMicroseconds(every), burst,
		toMicroseconds(patience))
	if err != nil {
		return 0, false, fmt.Errorf("redisstore: reserve %s: %w", q.Name, err)
	}
	return ofMicroseconds(answer[0]), answer[1] != 0, nil
}

// Ban returns what is known of the ban.
func (q *Quota) Ban(
	ctx context.Context, name string, probe time.Duration,
) (strategies.Ban, error) {
	answer, err := q.run(ctx, banScript, "ban:"+name, toMicroseconds(probe))
	if err != nil {
		return strategies.NoBan, fmt.Errorf("redisstore: ban %s: %w", q.Name, err)
	}
	return strategies.Ban{
		Passed: ago(answer[0]), Refused: ago(answer[1]), Silence: ofMicroseconds(answer[2]),
		Over: ofMicroseconds(answer[3]), Failed: int(answer[4]),
	}, nil
}

// Report adds what this node knows of the ban.
func (q *Quota) Report(ctx context.Context, name string, b strategies.Ban) error {
	_, err := q.run(ctx, reportScript, "ban:"+name, toAgo(b.Passed), toAgo(b.Refused),
		toMicroseconds(b.Silence), toMicroseconds(b.Over), b.Failed)
	if err != nil {
		return fmt.Errorf("redisstore: report %s: %w", q.Name, err)
	}
	return nil
}

func (q *Quota) run(
	ctx context.Context, script *redis.Script, what string, args ...any,
) ([]int64, error) {
	key := "tokenstorm:{" + q.Name + "}:" + what
	cmd, err := run(ctx, &q.link, newRoute(q.Client, key, q.Patience), script, args...)
	if err != nil {
		return nil, err
	}
	return cmd.Int64Slice()
}

// never stands in a script for what was Forever ago.
const never = -1

func toAgo(d time.Duration) int64 {
	if d == strategies.Forever {
		return never
	}
	return max(0, d.Microseconds())
}

func ago(microseconds int64) time.Duration {
	if microseconds == never {
		return strategies.Forever
	}
	return ofMicroseconds(microseconds)
}

// toMicroseconds rounds up.
func toMicroseconds(d time.Duration) int64 {
	n := d.Microseconds()
	if d%time.Microsecond > 0 {
		n++
	}
	return n
}

func ofMicroseconds(n int64) time.Duration {
	if n > strategies.Forever.Microseconds() {
		return strategies.Forever
	}
	return time.Duration(n) * time.Microsecond
}
