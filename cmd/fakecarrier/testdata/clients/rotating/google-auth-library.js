// As in its README: credentials are set once, and each call asks for a token.
import { load, serve, use, client, tokenURL } from './process.js'
const { OAuth2Client } = await import('google-auth-library')

const oauth = new OAuth2Client({
  clientId: client.id, clientSecret: client.secret, endpoints: { oauth2TokenUrl: tokenURL },
})
oauth.setCredentials({ refresh_token: load().refresh_token })

await serve(
  async () => use((await oauth.getAccessToken()).token),
  () => oauth.credentials.refresh_token)
