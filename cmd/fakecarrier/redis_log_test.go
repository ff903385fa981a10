package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

type redisLog struct{ *slog.Logger }

func (l redisLog) Printf(ctx context.Context, format string, values ...any) {
	l.WarnContext(ctx, fmt.Sprintf(format, values...))
}

// What docs/production.md says of go-redis's own log: it is the code above, and what would be on
// stderr is in slog.
func TestRedisLogsWhereTheRestDoes(t *testing.T) {
	source, err := os.ReadFile("redis_log_test.go")
	require.NoError(t, err)
	text, err := os.ReadFile("../../docs/production.md")
	require.NoError(t, err)
	code := regexp.MustCompile("(?s)```go\n(type redisLog .*?)```").FindSubmatch(text)
	require.NotNil(t, code)
	require.Contains(t, string(source), string(code[1]))

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close(), "nobody listens there now")
	var said strings.Builder
	redis.SetLogger(redisLog{slog.New(slog.NewTextHandler(&said, nil))})
	client := redisstore.Open(redis.UniversalOptions{Addrs: []string{listener.Addr().String()}})
	defer client.Close()
	require.Error(t, client.Get(t.Context(), "token").Err())
	require.Contains(t, said.String(), `level=WARN msg="redis: connection pool: failed to dial`)
}
