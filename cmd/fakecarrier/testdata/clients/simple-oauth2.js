// As in its README: keep the token, and get another once it says that it has expired.
import { ClientCredentials } from 'simple-oauth2'
import { ask, base, credentials, track } from './ask.js'

const client = new ClientCredentials({
  client: credentials,
  auth: { tokenHost: base, tokenPath: '/oauth/token' },
  options: { authorizationMethod: 'body' },
})

let accessToken
await ask(async () => {
  if (!accessToken || accessToken.expired()) {
    accessToken = await client.getToken({})
  }
  return track(accessToken.token.access_token)
})
