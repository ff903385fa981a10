package command

import (
	"maps"
	"slices"
)

// fewerRetries takes so many retries away, the last ones first.
func fewerRetries(by int) func(recipe) recipe {
	return func(r recipe) recipe {
		settings, n := r.retry()
		if n == 0 || by > 1 && n == 1 {
			return nil // there is none, or the change of one has done it
		}
		left := max(0, n-by)
		settings["retries"] = left
		if waits, ok := settings["spacing"].([]any); ok {
			settings["spacing"] = waits[:left]
			if left == 0 {
				delete(settings, "spacing")
			}
		}
		return r
	}
}

func spacedRetries(r recipe) recipe {
	settings, n := r.retry()
	if n == 0 || settings["spacing"] != nil || settings["backoff"] != nil {
		return nil
	}
	settings["spacing"] = slices.Repeat([]string{"200ms"}, n)
	return r
}

func jitteredRetries(r recipe) recipe {
	settings, n := r.retry()
	if n == 0 || settings["backoff"] != nil {
		return nil
	}
	delete(settings, "spacing")
	settings["backoff"], settings["base"], settings["cap"] = "full", "100ms", "10s"
	return r
}

// ofCaches sets one thing of every cache and every look at one, where none does yet.
func ofCaches(key, value string) func(recipe) recipe {
	return func(r recipe) recipe {
		done := false
		for i := range r {
			if r[i].name != "cache" && r[i].name != "look" || r[i].settings[key] != nil {
				continue
			}
			r[i].settings[key] = value
			done = true
		}
		if !done {
			return nil
		}
		return r
	}
}

// addInnermost adds a part next to the carrier, unless there is one of that name.
func addInnermost(name string, settings ...string) func(recipe) recipe {
	return func(r recipe) recipe {
		if r.index(name) >= 0 {
			return nil
		}
		p := ingredient{name, map[string]any{}}
		for i := 0; i < len(settings); i += 2 {
			p.settings[settings[i]] = settings[i+1]
		}
		return append(r, p)
	}
}

func renewAhead(r recipe) recipe {
	at := r.index("retry")
	if at < 0 || r.index("refresh-ahead") >= 0 {
		return nil
	}
	return slices.Insert(r, at+1, ingredient{"refresh-ahead",
		map[string]any{"before": "5m", "jitter": "5m", "again": "30s"}})
}

// lockWithSecondLook lets one caller renew, and the next look at what it got: a look at the cache,
// the lock, and the cache.
func lockWithSecondLook(r recipe) recipe {
	cache := r.index("cache")
	if cache < 0 || r.index("look") >= 0 || r.index("single-flight", "queue") >= 0 {
		return nil
	}
	r[cache].settings["refused"] = "look"
	look := ingredient{"look", maps.Clone(r[cache].settings)}
	if lock := r.index("lock"); lock > r.index("retry") && lock < cache {
		return slices.Insert(r, lock, look)
	}
	return slices.Insert(r, cache, look, ingredient{"lock", map[string]any{}})
}

func singleFlight(r recipe) recipe {
	cache := r.index("cache")
	if cache < 0 || r.index("single-flight") >= 0 {
		return nil
	}
	return slices.Insert(r, cache+1, ingredient{"single-flight", map[string]any{}})
}

// sharedCache lets every look go to the store of all nodes.
func sharedCache(r recipe) recipe {
	done := false
	for i := range r {
		if (r[i].name == "cache" || r[i].name == "look") && r[i].settings["store"] != "shared" {
			r[i].settings["store"], r[i].settings["refused"] = "shared", "look"
			done = true
		}
	}
	if !done {
		return nil
	}
	return r
}

// oneRenewer is sharedCache with a lease that one node holds, and a lock within that node.
func oneRenewer(r recipe) recipe {
	if r.index("lease") >= 0 {
		return nil
	}
	sharedCache(r)
	cache := r.index("cache")
	if cache < 0 {
		return nil
	}
	parts := []ingredient{{"lease", map[string]any{}}}
	if lock := r.index("lock"); lock <= r.index("retry") {
		parts = append(parts, ingredient{"lock", map[string]any{}})
	}
	if r.index("look") < 0 {
		parts = slices.Insert(parts, 0, ingredient{"look", maps.Clone(r[cache].settings)})
	}
	return slices.Insert(r, cache, parts...)
}
