package measure

import (
	"fmt"
	"reflect"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/schema"
)

// A member is one member of an Outcome in the results of a study.
type member struct {
	name string // in JSON
	at   any    // points to where the Outcome has it
}

// members are all that results of a study keep of a run, in the order of the file.
func (o *Outcome) members() []member {
	all := []member{
		{"asked,omitempty", &o.Asked},
		{"started", &o.Actions.Started},
		{"succeeded", &o.Actions.Succeeded},
		{"failed", &o.Actions.Failed},
		{"open", &o.Actions.Open},
		{"bans", &o.Bans.Count},
		{"first_ban_ns", &o.Bans.First},
		{"banned_ns", &o.Bans.Banned},
		{"extensions", &o.Bans.Extensions},
		{"token_requests", &o.Token.Requests},
		{"issued", &o.Token.Issued},
		{"token_403", &o.Token.Status.Forbidden},
		{"api_requests", &o.API.Requests},
		{"api_403", &o.API.Status.Forbidden},
		{"api_429", &o.API.Status.TooMany},
		{"api_401_killed", &o.API.Rejected.Killed},
		{"api_401_expired", &o.API.Rejected.Expired},
		{"api_401_unknown", &o.API.Rejected.Unknown},
		{"burst_peak", &o.Headroom.BurstPeak},
		{"burst_limit", &o.Headroom.BurstLimit},
		{"average_peak", &o.Headroom.AveragePeak},
		{"average_limit", &o.Headroom.AverageLimit},
		{"latency", &o.Latencies},
		{"failed_latency", &o.FailedLatencies},
		{"slowest_ns", &o.Slowest},
		{"slowest_failed_ns", &o.SlowestFailed},
		{"recovery", &o.Recovery},
		{"sessions,omitempty", &o.Sessions},
		{"judged", &o.Judged},
		{"unmet,omitempty", &o.Unmet},
		{"events", &o.Events},
		{"digest", &o.Digest},
		{"figures,omitempty", &o.Figures},
	}
	for _, d := range dimensions {
		all = append(all, member{d.Plural + ",omitempty", (*flatPortions)(d.in(o))})
	}
	return all
}

// flatType is the struct that JSON reads and writes: its fields are the members.
var flatType = func() reflect.Type {
	var fields []reflect.StructField
	for i, m := range new(Outcome).members() {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("F%d", i), Type: reflect.TypeOf(m.at).Elem(),
			Tag: reflect.StructTag(fmt.Sprintf("json:%q", m.name)),
		})
	}
	return reflect.StructOf(fields)
}()

// A FlatOutcome stands for what Flat returns of a run of which everything was asked, where a schema
// is made of types.
type FlatOutcome struct{}

// JSONShape is as that.
func (FlatOutcome) JSONShape() any { return reflect.Zero(flatType).Interface() }

// bansAlone is what Flat returns where bans alone were asked.
type bansAlone struct {
	Asked Asked          `json:"asked"`
	Bans  int            `json:"bans"` // 1: there was one, and the run ended there
	First *time.Duration `json:"first_ban_ns"`
}

// AnyFlat stands for either that Flat returns.
type AnyFlat struct{}

// JSONShape is as what Flat returns.
func (AnyFlat) JSONShape() any { return schema.Either{FlatOutcome{}, bansAlone{}} }

// Flat is the outcome as the results of a study have it: for json.Marshal.
func (o *Outcome) Flat() any {
	if o.Asked == BansAlone {
		return bansAlone{o.Asked, o.Bans.Count, o.Bans.First}
	}
	flat := reflect.New(flatType).Elem()
	for i, m := range o.members() {
		flat.Field(i).Set(reflect.ValueOf(m.at).Elem())
	}
	return flat.Interface()
}

// NewFlat is what JSON reads a flat outcome into, whose Outcome OutcomeOf then returns.
func NewFlat() any { return reflect.New(reflect.PointerTo(flatType)).Interface() }

// OutcomeOf is the outcome that was read into flat; nil: JSON had none.
func OutcomeOf(flat any) *Outcome {
	read := reflect.ValueOf(flat).Elem()
	if read.IsNil() {
		return nil
	}
	o := &Outcome{}
	for i, m := range o.members() {
		reflect.ValueOf(m.at).Elem().Set(read.Elem().Field(i))
	}
	return o
}
