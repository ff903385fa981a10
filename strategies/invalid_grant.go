package strategies

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"
)

// An InvalidGrant is what a client does when the carrier refuses its refresh token. It stands
// below the cache.
//
// With Reread it reads the store again: where another has renewed meanwhile, it uses that access
// token if it is usable, and else presents that refresh token, once. Codex and rmcp do so. It helps
// where the carrier only refuses a refresh token that is used again; where it ends the family, the
// newer pair is dead, too.
//
// With Again a refresh token that was refused is not presented again for so long, unless it is no
// longer the one in the store: the carrier will not take it back. 0: each caller presents it.
//
// With Discard it empties the store, which signs everybody out who shares it: a pair that another
// has just put there goes as well. The MCP SDK does so for this refusal, gemini-cli on any failure.
type InvalidGrant struct {
	Reread       bool
	Again        time.Duration
	Discard      bool
	OnAnyFailure bool // it discards on any failure of the request, such as a 5xx or a time-out
}

func init() {
	Register("invalid-grant",
		"what to do when the refresh token is refused: read the store again, or empty it",
		InvalidGrant{})
}

// Settings declares what to do.
func (p InvalidGrant) Settings(s *Settings) Part {
	s.Switch("reread", &p.Reread,
		"Whether the store is read again, and a pair that is there by then is used, or presented once.")
	s.Duration("again", &p.Again, 0, "How long a refused refresh token is not presented again while "+
		"the store holds no other; 0s: it is presented whenever a token is needed.")
	s.Switch("discard", &p.Discard, "Whether the store is emptied.")
	s.Either("on", &p.OnAnyFailure, "invalid-grant", "any",
		"Whether it is emptied on this refusal alone, or on any failure of a request.")
	if p.OnAnyFailure && !p.Discard {
		s.Refuse("on", "on: any without discard", "discard: true")
	}
	return p
}

// Source returns next, with what is done about a refresh token that is refused.
func (p InvalidGrant) Source(env Env, next Source) Source {
	shared := NeedsOf(env.parts...).Shared
	rule := env.cacheOf(shared)
	rule.Shared = shared
	return &invalidGrantSource{
		rule: p, clock: env.Clock, cache: rule.look(env, nil), next: next,
	}
}

type invalidGrantSource struct {
	rule  InvalidGrant
	clock Clock
	cache lookSource
	next  Source

	mu      sync.Mutex         // guards what follows
	refused map[string]refusal // by refresh token
}

// A refusal is that of a refresh token, which may be presented again then.
type refusal struct {
	err   error
	until time.Time
}

func (s *invalidGrantSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if err := s.known(ctx); err != nil {
		return Token{}, err
	}
	return s.ask(ctx, rejected)
}

// known returns the refusal of the refresh token that would be presented, if it is not to be
// presented again yet.
func (s *invalidGrantSource) known(ctx context.Context) error {
	s.mu.Lock()
	s.forget()
	none := len(s.refused) == 0
	s.mu.Unlock()
	if none {
		return nil
	}
	pair := RefreshOf(ctx)
	if pair.Refresh == "" {
		var err error
		if pair, err = s.cache.store.newest(ctx); err != nil {
			return nil // what is below knows whether it has a pair
		}
	}
	return s.recall(pair)
}

// recall returns the refusal of a pair's refresh token, if it is not to be presented again yet.
func (s *invalidGrantSource) recall(pair Token) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget()
	return s.refused[pair.Refresh].err
}

// forget lets refresh tokens be presented again whose time has come. The caller holds mu.
func (s *invalidGrantSource) forget() {
	now := s.clock.Steady()
	maps.DeleteFunc(s.refused, func(_ string, r refusal) bool { return !now.Before(r.until) })
}

// present asks what is below, and notes a refusal. Where a store forgets, processes hold several
// pairs, and each may be refused.
func (s *invalidGrantSource) present(ctx context.Context, rejected Token) (Token, error) {
	t, err := s.next.Token(ctx, rejected)
	if s.rule.Again > 0 && GrantRefused(err) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.refused == nil {
			s.refused = map[string]refusal{}
		}
		s.refused[PresentedOf(err).Refresh] = refusal{err, s.clock.Steady().Add(s.rule.Again)}
	}
	return t, err
}

func (s *invalidGrantSource) ask(ctx context.Context, rejected Token) (Token, error) {
	t, err := s.present(ctx, rejected)
	if s.rule.Reread && GrantRefused(err) {
		t, err = s.again(ctx, rejected, err)
	}
	if s.rule.Discard && s.final(ctx, err) {
		s.cache.store.Put(ctx, Token{Generation: PresentedOf(err).Generation + 2}) // as SignOut
	}
	return t, err
}

// again looks for a pair other than the refused one.
func (s *invalidGrantSource) again(ctx context.Context, rejected Token, refused error) (
	Token, error,
) {
	found, err := s.cache.store.Get(ctx)
	switch {
	case err != nil, found.Refresh == "", found.Refresh == PresentedOf(refused).Refresh:
		return Token{}, refused
	case s.cache.usable(found) && found.Value != rejected.Value:
		return found, nil
	}
	if err := s.recall(found); err != nil {
		return Token{}, err
	}
	return s.present(WithRefresh(ctx, found), rejected)
}

// final reports whether a request failed in a way for which the pair is thrown away.
func (s *invalidGrantSource) final(ctx context.Context, err error) bool {
	if s.rule.OnAnyFailure {
		return err != nil && ctx.Err() == nil && !errors.Is(err, ErrNoRefresh)
	}
	return GrantRefused(err)
}
