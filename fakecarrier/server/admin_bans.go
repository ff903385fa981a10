package server

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

var banRoutes = []route{
	{method: "GET", path: "/__admin/bans", act: listBans},
	{method: "POST", path: "/__admin/bans", act: impose},
	{method: "DELETE", path: "/__admin/bans", act: lift},
}

// A banShown is a ban as the API shows it.
type banShown struct {
	IP     string    `json:"ip,omitempty"`
	Client string    `json:"client,omitempty"`
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
}

func bansOf(on *session) []banShown {
	shown := []banShown{}
	for _, b := range on.world.Bans() {
		shown = append(shown, banShown{ipShown(b.Source), b.Client, b.From, b.Until})
	}
	return shown
}

// ipShown returns the address as text; empty if there is none.
func ipShown(ip netip.Addr) string {
	if !ip.IsValid() {
		return ""
	}
	return ip.String()
}

func bansAnswer(on *session) (any, error) {
	return struct {
		Bans []banShown `json:"bans"`
	}{bansOf(on)}, nil
}

func listBans(on *session, r *http.Request) (any, error) {
	if _, err := query(r); err != nil {
		return nil, err
	}
	return bansAnswer(on)
}

func impose(on *session, r *http.Request) (any, error) {
	in, err := decode(r, struct {
		IP     string `json:"ip"`
		Client string `json:"client"`
	}{})
	if err != nil {
		return nil, err
	}
	ip, err := keyOf(on, in.IP, in.Client)
	if err != nil {
		return nil, err
	}
	if _, err := on.world.Impose(ip, in.Client); err != nil {
		return nil, conflict("%v", err)
	}
	return bansAnswer(on)
}

func lift(on *session, r *http.Request) (any, error) {
	values, err := query(r, "ip", "client")
	if err != nil {
		return nil, err
	}
	ip, err := keyOf(on, values.Get("ip"), values.Get("client"))
	if err != nil {
		return nil, err
	}
	if err := on.world.Lift(ip, values.Get("client")); err != nil {
		return nil, missing("%v", err)
	}
	return bansAnswer(on)
}

// keyOf reads whom to ban: an address, a client id or both, by the Key of the session's throttle.
func keyOf(on *session, ip, client string) (netip.Addr, error) {
	key := on.world.Setup().Throttle.Key
	if client == "" && key != fakecarrier.ByIP {
		return netip.Addr{}, invalid("found no client; meant a client id, for bans here go by %v", key)
	}
	if ip == "" && key == fakecarrier.ByClient {
		return netip.Addr{}, nil
	}
	from, err := netip.ParseAddr(ip)
	if err != nil {
		return from, invalid("found ip %q; meant an address, as 203.0.113.7", ip)
	}
	return from, nil
}
