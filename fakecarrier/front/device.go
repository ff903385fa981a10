package front

import (
	"html"
	"net/http"
	"net/url"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// userLetters are those of user codes (RFC 8628, section 6.1): no vowels, so that they spell
// nothing.
const userLetters = "BCDFGHJKLMNPQRSTVWXZ"

// userCode is what the user of a device types, as WDJB-MJHT. It follows from the number: four
// thousand of them hardly meet among 20 to the 8th.
func (w *World) userCode(id fakecarrier.DeviceID) string {
	rest := mix(w.setup.Seed ^ mix(w.epoch) ^ mix(uint64(id)))
	var b [9]byte
	for i := range b {
		if i == 4 {
			b[i] = '-'
			continue
		}
		b[i] = userLetters[rest%uint64(len(userLetters))]
		rest /= uint64(len(userLetters))
	}
	return string(b[:])
}

// deviceOf is the device of a user code, however it is typed; 0 if there is none. The newest is
// looked at first.
func (w *World) deviceOf(code string) fakecarrier.DeviceID {
	typed := strings.Map(func(r rune) rune {
		if strings.ContainsRune(userLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(clip(code, mostClientID)))
	first, last := w.carrier.Devices()
	for id := last; id > first && len(typed) == 8; id-- {
		if strings.Replace(w.userCode(id), "-", "", 1) == typed {
			return id
		}
	}
	return 0
}

// whyDevice are the states of a device that has no tokens, for the journal.
var whyDevice = [...]string{
	fakecarrier.DeviceKnownNot: "the device code is not known, another client's, or was used before",
	fakecarrier.DevicePending:  "the user of the device has not answered",
	fakecarrier.DeviceHasty:    "the device asked again before its interval was over",
	fakecarrier.DeviceDenied:   "the user of the device said no",
	fakecarrier.DeviceExpired:  "the device code is too old",
}

// serveDevice gives a device the codes by which its user lets it in (RFC 8628, section 3.2). It is
// not metered.
func (w *World) serveDevice(rw http.ResponseWriter, r *http.Request) {
	body, release := readBody(r, mostForm)
	defer release()
	ask := w.wire.readMembers(r, body)
	ask.grant = wire.GrantDevice
	w.wire.identify(&ask, r)
	x := w.admit(rw, r, &ask, body, true)
	if x == nil {
		return
	}
	terms := w.setup.Profile.Grants.Device
	scope := clip(ask.members["scope"], mostScope)
	id := w.carrier.AuthorizeDevice(x.data.now, x.request.Client, scope)
	code, at := w.userCode(id), base(r)+w.wire.OpenID.Verify
	x.event.Detail = "device " + code
	w.leave(x, page{
		Answer: wire.Answer{Status: http.StatusOK, Type: jsonType},
		raw: jsonText(map[string]any{
			"device_code": x.seal.small(sealedDevice, uint64(id)), "user_code": code,
			"verification_uri": at, "verification_uri_complete": at + "?user_code=" + url.QueryEscape(code),
			"expires_in": seconds(terms.Life), "interval": seconds(terms.Interval),
		}),
	})
}

// serveVerify is the page at which a user lets a device in. Nobody is asked: whoever shows a code
// agrees, and whoever shows it with answer=no does not.
func (w *World) serveVerify(rw http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	x := w.arrive(rw, r, fakecarrier.TokenEndpoint)
	allowed := query.Get("answer") != "no"
	status, said := http.StatusOK, "Type the code that your device shows."
	if code := query.Get("user_code"); code != "" {
		switch id := w.deviceOf(code); {
		case id == 0 || !w.carrier.AnswerDevice(x.data.now, id, allowed):
			status, said = http.StatusBadRequest, "No device waits with this code."
			x.event.Why = "no device waits with the user code " + clip(code, mostRequestID)
		case allowed:
			said, x.event.Detail = "The device is let in.", "device "+w.userCode(id)+" let in"
		default:
			said, x.event.Detail = "The device is refused.", "device "+w.userCode(id)+" refused"
		}
	}
	w.leave(x, page{
		Answer: wire.Answer{Status: status, Type: "text/html; charset=utf-8"},
		raw: []byte("<!DOCTYPE html>\n<title>Sign in</title>\n<p>" + html.EscapeString(said) + "</p>\n" +
			"<form><input name=\"user_code\"><button>Let it in</button>" +
			"<button name=\"answer\" value=\"no\">Refuse</button></form>\n"),
	})
}
