// As in its documents: a refresh token grant once the token has expired; the caller saves.
import { load, save, serve, use, base, client, tokenURL } from './process.js'
const oidc = await import('openid-client')

const config = new oidc.Configuration(
  { issuer: base, token_endpoint: tokenURL }, client.id, undefined,
  oidc.ClientSecretPost(client.secret))
oidc.allowInsecureRequests(config)

await serve(async () => {
  let saved = load()
  if (!saved.access_token || Date.now() >= saved.expires_at) {
    const tokens = await oidc.refreshTokenGrant(config, saved.refresh_token)
    saved = {
      access_token: tokens.access_token,
      refresh_token: tokens.refresh_token ?? saved.refresh_token,
      expires_at: Date.now() + tokens.expiresIn() * 1000,
    }
    save(saved)
  }
  return use(saved.access_token)
})
