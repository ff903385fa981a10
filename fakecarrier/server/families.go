package server

func init() {
	handle("GET /__admin/families", listFamilies)
	handle("POST /__admin/families", signIn)
	handle("DELETE /__admin/families", revokeFamily)
}

func listFamilies(c *call, _ none) (any, error) {
	return object{"families": c.on.world.Families()}, nil
}

// signIn is a user who signs in for a client, which has a refresh token then.
func signIn(c *call, in struct {
	Client string `json:"client"`
}) (any, error) {
	if in.Client == "" {
		return nil, invalid(`found no client; meant {"client":"…"}, whose user signs in`)
	}
	if _, err := c.on.world.SignIn(in.Client); err != nil {
		return nil, conflict("%v", err)
	}
	return listFamilies(c, none{})
}

// revokeFamily ends what came of one authorization.
func revokeFamily(c *call, in struct {
	ID uint64 `json:"id"`
}) (any, error) {
	if in.ID == 0 || in.ID > 1<<32-1 {
		return nil, invalid("found no id; meant one of GET /__admin/families")
	}
	if err := c.on.world.RevokeFamily(uint32(in.ID)); err != nil {
		return nil, missing("%v", err)
	}
	return listFamilies(c, none{})
}
