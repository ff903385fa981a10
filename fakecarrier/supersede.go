package fakecarrier

// rotated notes that the use of a token gave another one.
func (t *refreshToken) rotated(at int64, successor uint32, terms *RefreshTerms) {
	if t.used == forever {
		t.used, t.successor = at, successor
	}
	if terms.Supersede == AtIssue {
		t.superseded = min(t.superseded, at)
	}
}

// supersededAt is since when the token is not current any more: forever while nothing has happened
// that ends that.
func (t *refreshToken) supersededAt(terms *RefreshTerms) int64 {
	if t.superseded == forever && t.used != forever && terms.AtMost > 0 {
		return after(t.used, terms.AtMost)
	}
	return t.superseded
}

// firstUse supersedes the token for which the one of this number was issued, unless that has
// happened.
func (f *family) firstUse(at int64, serial uint32, terms *RefreshTerms) {
	t := f.token(serial)
	if t == nil {
		return
	}
	if p := f.token(t.parent); p != nil && at < p.supersededAt(terms) {
		p.superseded, p.successor = at, serial
	}
}

// accepted notes that an access token was accepted: if it is the first use for which the old
// refresh token waits, that is superseded.
func (c *Carrier) accepted(at int64, id TokenID) {
	if terms := c.profile.Grants.Refresh; terms != nil && terms.Supersede == FirstUseOfNewAccess {
		pair := c.tokens.at(id).pair
		if f := c.families.of(pair.Family); f != nil {
			f.firstUse(at, pair.Serial, terms)
		}
	}
}
