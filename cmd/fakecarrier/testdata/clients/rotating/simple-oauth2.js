// As in its README: keep the token, refresh it once it says that it has expired, save what comes.
import { load, save, serve, use, base, client } from './process.js'
const { AuthorizationCode } = await import('simple-oauth2')

const oauth = new AuthorizationCode({
  client,
  auth: { tokenHost: base, tokenPath: '/oauth/token' },
  options: { authorizationMethod: 'body' },
})

await serve(async () => {
  let accessToken = oauth.createToken(load())
  if (!accessToken.token.access_token || accessToken.expired()) {
    accessToken = await accessToken.refresh()
    save(accessToken.token)
  }
  return use(accessToken.token.access_token)
})
