package front

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// standingState is how close the callers of a World came to a ban.
type standingState struct {
	Requests int               `json:"requests"`
	Hits     int               `json:"hits"`
	Bans     int               `json:"bans"`
	Peaks    []int             `json:"peaks"` // by family of readings
	Readings []ReadingStanding `json:"readings"`
	Callers  []standingCaller  `json:"callers"` // in the order in which they first came
}

// standingCaller is what is known of one caller.
type standingCaller struct {
	IP     fakecarrier.IP     `json:"ip,omitzero"`
	Client fakecarrier.Client `json:"client,omitzero"`
	Kept   string             `json:"hits"`  // the latest, in nanoseconds of Unix time
	Rules  []standingRule     `json:"rules"` // by family of readings
}

// standingRule is the rule of a family of readings.
type standingRule struct {
	Full  int    `json:"full"` // how many hits violate it; 0: it has judged none
	State string `json:"state,omitempty"`
}

func (m *standingMeters) state() (s standingState, err error) {
	s = standingState{
		Requests: m.requests, Hits: m.hits, Bans: m.bans, Peaks: []int{},
		Readings: append([]ReadingStanding{}, m.readings...), Callers: []standingCaller{},
	}
	for i := range m.families {
		s.Peaks = append(s.Peaks, m.families[i].peak)
	}
	for _, k := range m.order {
		one := standingCaller{
			IP: k.key.ip, Client: k.key.cl, Kept: quota.FormatNumbers(k.kept), Rules: []standingRule{},
		}
		for i, rule := range k.rules {
			of := standingRule{Full: k.full[i]}
			if rule != nil {
				if of.State, err = quota.StateOf(rule); err != nil {
					return s, err
				}
			}
			one.Rules = append(one.Rules, of)
		}
		s.Callers = append(s.Callers, one)
	}
	return s, nil
}

func (m *standingMeters) restore(s *standingState) error {
	if len(s.Peaks) != len(m.families) || len(s.Readings) != len(m.readings) {
		return fmt.Errorf("found a standing of %d readings; meant one of %d", len(s.Readings),
			len(m.readings))
	}
	m.requests, m.hits, m.bans = s.Requests, s.Hits, s.Bans
	for i, peak := range s.Peaks {
		m.families[i].peak = min(peak, m.families[i].most)
	}
	for i, r := range s.Readings {
		if r.Reading != m.readings[i].Reading {
			return fmt.Errorf("found the standing of reading %q; meant %q", r.Reading, m.readings[i].Reading)
		}
		m.readings[i] = r
	}
	for _, one := range s.Callers {
		if len(one.Rules) != len(m.families) {
			return fmt.Errorf("found %d rules of a caller; meant %d", len(one.Rules), len(m.families))
		}
		kept, err := quota.ParseNumbers(one.Kept)
		if err != nil {
			return err
		}
		if len(kept) > mostKept {
			return fmt.Errorf("found %d hits of a caller; meant %d at most", len(kept), mostKept)
		}
		k := &standingMeter{key: meterKey{one.IP, one.Client}, kept: kept}
		for i, of := range one.Rules {
			rule, err := m.families[i].rule(of)
			if err != nil {
				return err
			}
			k.rules, k.full = append(k.rules, rule), append(k.full, of.Full)
		}
		m.meters[k.key] = k
		m.order = append(m.order, k)
	}
	return nil
}

// rule is the rule that a state is of.
func (f *readingFamily) rule(s standingRule) (quota.Rule, error) {
	switch {
	case s.Full == 0:
		return nil, nil
	case s.Full < 0 || s.Full > f.most+1:
		return nil, fmt.Errorf("found a rule of %d hits; meant at most %d", s.Full, f.most+1)
	}
	rule := f.reading.Filled(f.terms, s.Full)
	return rule, quota.Restore(rule, s.State)
}
