// The SDK's own middleware with a provider that keeps tokens in a file, as its example keeps them
// in memory.
import { load, save, serve, api, base, client, tokenURL } from './process.js'
const { withOAuth } = await import('@modelcontextprotocol/sdk/client/middleware.js')

// Each process reaches the one authorization server at an address of its own.
const issuer = 'https://auth.example/'

const provider = {
  redirectUrl: 'http://127.0.0.1:1/callback',
  clientMetadata: { redirect_uris: ['http://127.0.0.1:1/callback'] },
  clientInformation: () => ({ client_id: client.id, client_secret: client.secret, issuer }),
  tokens() {
    const saved = load()
    return saved.refresh_token && { issuer, ...saved }
  },
  saveTokens: save,
  saveCodeVerifier() {},
  codeVerifier: () => '',
  redirectToAuthorization() {}, // a person would sign in again
  invalidateCredentials(scope) {
    if (scope === 'tokens' || scope === 'all') save({})
  },
  discoveryState: () => ({
    authorizationServerUrl: issuer,
    authorizationServerMetadata: {
      issuer,
      authorization_endpoint: `${base}/oauth/authorize`,
      token_endpoint: tokenURL,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    },
    resourceMetadata: { resource: `${base}/` },
  }),
}
const fetched = withOAuth(provider, base)(fetch)

await serve(async () => {
  const answer = await fetched(api)
  await answer.arrayBuffer()
  return answer.status
})
