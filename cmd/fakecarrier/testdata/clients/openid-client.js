// As in its example of the client credentials grant: a grant, then the call. It keeps nothing.
import * as oidc from 'openid-client'
import { api, ask, base, body, credentials } from './ask.js'

const config = new oidc.Configuration(
  { issuer: base, token_endpoint: `${base}/oauth/token` },
  credentials.id,
  undefined,
  oidc.ClientSecretPost(credentials.secret),
)
oidc.allowInsecureRequests(config)

await ask(async () => {
  const { access_token: token } = await oidc.clientCredentialsGrant(config)
  const headers = new Headers({ 'content-type': 'application/json' })
  try {
    const answer = await oidc.fetchProtectedResource(
      config, token, new URL(api), 'POST', body, headers)
    await answer.arrayBuffer()
    return answer.status
  } catch (error) {
    return error.status // a refusal with a challenge is thrown
  }
})
