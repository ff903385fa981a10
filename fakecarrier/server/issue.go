package server

func init() { handle("POST /__admin/tokens/issue", issue) }

// issue gives a client's token to somebody else, as a renewal with stolen credentials would.
func issue(c *call, in struct {
	Client string `json:"client"`
}) (any, error) {
	if in.Client == "" {
		return nil, invalid(`found no client; meant {"client":"…"}, whose credentials they are`)
	}
	if err := c.on.world.Issue(in.Client); err != nil {
		return nil, missing("%v", err)
	}
	return object{"tokens": c.on.world.Tokens(usualLimit)}, nil
}
