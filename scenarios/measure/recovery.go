package measure

import "time"

// A Recovery is whether goodput came back after trouble, and how soon; integers throughout.
//
// The trigger is every fault of the scenario, and a ban that fell before the first of them: most
// scenarios have no fault, and there the first ban is the trigger. A trigger is gone when the fault
// has ended, at once where it is but an instant (a node added), when clocks that jumped are set
// back to where they were, and when a ban that is a trigger was first said to end: had everybody
// kept quiet, it would have. All that follows, further bans and extensions, is the sustaining
// effect.
//
// Nothing is judged while a trigger lasts, nor of fewer than 20 actions after it, where each 10 s
// in which somebody waited in vain weigh as one.
type Recovery struct {
	Triggered bool          `json:"triggered"`
	Began     time.Duration `json:"began_ns"`  // the first; of a ban: of the window that was filled
	Healed    time.Duration `json:"healed_ns"` // the last one was gone
	Ongoing   bool          `json:"ongoing"`   // a trigger was not gone when the run ended

	Before          int `json:"before"` // actions ended in the bins before the trigger
	BeforeSucceeded int `json:"before_succeeded"`

	// Recovered: from some instant after Healed to the end, goodput is at least 95 % of what it
	// was before the trigger; of 100 % where fewer than 20 actions ended before it.
	Recovered bool          `json:"recovered"`
	Took      time.Duration `json:"took_ns"` // from Healed until then, to 10 s
	BansAfter int           `json:"bans_after"`
	// Metastable: the trigger is gone, the run went on for as long as a ban, and goodput has not
	// come back.
	Metastable bool `json:"metastable"`
}
