// As in the README of axios-token-interceptor: the token is cached for as long as it says.
import axios from 'axios'
import { clientCredentials } from 'axios-oauth-client'
import tokenProvider from 'axios-token-interceptor'
import { api, ask, base, body, credentials } from './ask.js'

const getToken = clientCredentials(
  axios.create(), `${base}/oauth/token`, credentials.id, credentials.secret)
const instance = axios.create({ validateStatus: () => true })
instance.interceptors.request.use(tokenProvider({
  getToken: tokenProvider.tokenCache(
    () => getToken(), { getMaxAge: (answer) => answer.expires_in * 1000 }),
  headerFormatter: (answer) => `Bearer ${answer.access_token}`,
}))

await ask(async () => {
  const answer = await instance.post(api, body, {
    headers: { 'content-type': 'application/json' },
  })
  return answer.status
})
