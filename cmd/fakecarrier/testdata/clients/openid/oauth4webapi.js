// As in its README and examples: all it is told are the issuer and the credentials.
import * as oauth from 'oauth4webapi'

const insecure = { [oauth.allowInsecureRequests]: true }
const issuer = new URL(process.argv[2])
const as = await oauth.processDiscoveryResponse(issuer,
  await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }))
console.log('discovery')
const client = { client_id: 'shop' }
const auth = oauth.ClientSecretPost('s3cret')
const verifier = oauth.generateRandomCodeVerifier()
const nonce = oauth.generateRandomNonce()
const state = oauth.generateRandomState()
const at = new URL(as.authorization_endpoint)
at.search = new URLSearchParams({
  client_id: 'shop', redirect_uri: 'http://localhost/back', response_type: 'code',
  scope: 'openid', nonce, state, code_challenge_method: 'S256',
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
})
const browser = await fetch(at, { redirect: 'manual' })
const back = oauth.validateAuthResponse(
  as, client, new URL(browser.headers.get('location')), state)
const answer = await oauth.authorizationCodeGrantRequest(
  as, client, auth, back, 'http://localhost/back', verifier, insecure)
const tokens = await oauth.processAuthorizationCodeResponse(
  as, client, answer, { expectedNonce: nonce, requireIdToken: true })
console.log('code with PKCE')
await oauth.validateApplicationLevelSignature(as, answer, insecure)
console.log('id_token')
const called = new Request(as.issuer, { headers: { authorization: `Bearer ${tokens.access_token}` } })
await oauth.validateJwtAccessToken(as, called, as.issuer, insecure)
console.log('JWT access token')
const sub = oauth.getValidatedIdTokenClaims(tokens).sub
await oauth.processUserInfoResponse(as, client, sub,
  await oauth.userInfoRequest(as, client, tokens.access_token, insecure))
console.log('userinfo')
const renewed = await oauth.processRefreshTokenResponse(as, client,
  await oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token, insecure))
console.log('renewal')
const told = await oauth.processIntrospectionResponse(as, client,
  await oauth.introspectionRequest(as, client, auth, renewed.access_token, insecure))
if (told.active) {
  console.log('introspection')
}
await oauth.processRevocationResponse(
  await oauth.revocationRequest(as, client, auth, renewed.refresh_token, insecure))
console.log('revocation')
await oauth.processClientCredentialsResponse(as, client,
  await oauth.clientCredentialsGrantRequest(as, client, auth, {}, insecure))
console.log('client credentials')
const device = await oauth.processDeviceAuthorizationResponse(as, client,
  await oauth.deviceAuthorizationRequest(as, client, auth, { scope: 'openid' }, insecure))
const ask = async () => oauth.processDeviceCodeResponse(as, client,
  await oauth.deviceCodeGrantRequest(as, client, auth, device.device_code, insecure))
for (const want of ['authorization_pending', 'slow_down']) {
  const error = await ask().catch((refused) => refused.error)
  if (error === want) {
    console.log(`device: ${want}`)
  }
}
await fetch(`${device.verification_uri_complete}&answer=no`)
