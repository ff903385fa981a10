// Package redisserver runs a redis-server for the length of a test.
package redisserver

import (
	"context"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// A Server is the redis-server of PATH, which can be killed and started again on what it wrote.
type Server struct {
	t       testing.TB
	folder  string
	addr    string
	process *exec.Cmd

	environment []string
}

// New starts one, with this environment in place of the test's if there is any.
func New(t testing.TB, environment ...string) *Server {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, free.Close())
	s := &Server{
		t: t, folder: t.TempDir(), addr: free.Addr().String(), environment: environment,
	}
	s.Start()
	t.Cleanup(s.Kill)
	return s
}

// Addr is its host and port, which stay the same.
func (s *Server) Addr() string { return s.addr }

// Start starts it once more, and waits until it answers.
func (s *Server) Start() {
	host, port, err := net.SplitHostPort(s.addr)
	require.NoError(s.t, err)
	s.process = exec.Command("redis-server", "--port", port, "--bind", host,
		"--dir", s.folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "")
	s.process.Env = s.environment
	require.NoError(s.t, s.process.Start())
	client := redis.NewClient(&redis.Options{Addr: s.addr})
	defer client.Close()
	require.Eventually(s.t, func() bool {
		return client.Ping(context.Background()).Err() == nil
	}, 10*time.Second, 10*time.Millisecond)
}

// Kill is SIGKILL: nothing is tidied up.
func (s *Server) Kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// Signal sends a signal to its process.
func (s *Server) Signal(signal os.Signal) {
	require.NoError(s.t, s.process.Process.Signal(signal))
}
