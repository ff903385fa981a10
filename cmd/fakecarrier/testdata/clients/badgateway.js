// Its fetch wrapper: the token is renewed on its own, ahead of expiry and on 401.
import { OAuth2Client, OAuth2Fetch } from '@badgateway/oauth2-client'
import { api, ask, base, body, credentials } from './ask.js'

const client = new OAuth2Client({
  server: base,
  clientId: credentials.id,
  clientSecret: credentials.secret,
  tokenEndpoint: '/oauth/token',
  authenticationMethod: 'client_secret_post',
})
const wrapper = new OAuth2Fetch({ client, getNewToken: () => client.clientCredentials() })

await ask(async () => {
  const answer = await wrapper.fetch(api, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  await answer.arrayBuffer()
  return answer.status
})
