package scenarios

// CarrierSpec says which carrier, and which switches of it are set.
type CarrierSpec struct {
	Profile  string       `yaml:"profile,omitempty" jsonschema_description:"The carrier. Default fedex."`
	Tokens   string       `yaml:"tokens,omitempty" jsonschema_description:"What a new token does to the older ones: single, grace 5s, coexist. Default as the profile says: single for fedex."`
	Reading  string       `yaml:"reading,omitempty" jsonschema_description:"How the ban rule is read: akamai (default), literal, paranoid, or ids such as R1+A1+violation."`
	Covers   string       `yaml:"ban_covers,omitempty" jsonschema:"enum=token,enum=all" jsonschema_description:"What a ban refuses: token (default) requests, or all."`
	Lag      Duration     `yaml:"enforcement_lag,omitempty" jsonschema_description:"How long after the violation the ban begins to bite. Default 0s."`
	Life     Duration     `yaml:"token_life,omitempty" jsonschema_description:"How long tokens live, where not as the profile says."`
	Service  Distribution `yaml:"service_time,omitempty" jsonschema_description:"What the carrier takes to answer. Default 0s."`
	DayQuota int          `yaml:"daily_quota,omitempty" jsonschema_description:"API calls per day and client id, then 429. Default none."`
}
