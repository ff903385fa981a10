// As in its README and examples: all it is told are the issuer and the credentials.
import * as client from 'openid-client'

const config = await client.discovery(new URL(process.argv[2]), 'shop', 's3cret', undefined, {
  execute: [client.allowInsecureRequests],
})
client.enableNonRepudiationChecks(config) // it verifies the signature of each id_token
console.log('discovery')
const verifier = client.randomPKCECodeVerifier()
const nonce = client.randomNonce()
const state = client.randomState()
const at = client.buildAuthorizationUrl(config, {
  redirect_uri: 'http://localhost/back', scope: 'openid email', nonce, state,
  code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
})
const browser = await fetch(at, { redirect: 'manual' })
const tokens = await client.authorizationCodeGrant(config, new URL(browser.headers.get('location')), {
  pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true,
})
console.log('code with PKCE')
console.log('id_token')
await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)
console.log('userinfo')
const renewed = await client.refreshTokenGrant(config, tokens.refresh_token)
console.log('renewal')
const told = await client.tokenIntrospection(config, renewed.access_token)
if (told.active) {
  console.log('introspection')
}
await client.tokenRevocation(config, renewed.refresh_token)
if (!(await client.tokenIntrospection(config, renewed.access_token)).active) {
  console.log('revocation')
}
await client.clientCredentialsGrant(config, { scope: 'parcels' })
console.log('client credentials')
const device = await client.initiateDeviceAuthorization(config, { scope: 'openid' })
await fetch(device.verification_uri_complete)
await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 })
console.log('device')
