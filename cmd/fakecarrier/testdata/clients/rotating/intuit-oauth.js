// As in its README: look whether the access token is valid, and refresh it.
import { load, serve, use, client, tokenURL } from './process.js'
const OAuthClient = (await import('intuit-oauth')).default

const oauth = new OAuthClient({
  clientId: client.id, clientSecret: client.secret, environment: 'sandbox',
  redirectUri: 'http://127.0.0.1:1/callback',
})
OAuthClient.tokenEndpoint = tokenURL // Intuit's address, unless it is set
oauth.setToken({
  refresh_token: load().refresh_token, x_refresh_token_expires_in: 8726400, expires_in: 0,
})

await serve(async () => {
  if (!oauth.isAccessTokenValid()) await oauth.refresh()
  return use(oauth.getToken().access_token)
}, () => oauth.getToken().refresh_token)
