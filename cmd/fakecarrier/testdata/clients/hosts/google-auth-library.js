// As in its README: it asks oauth2.googleapis.com, by the proxy of the environment.
import { OAuth2Client } from 'google-auth-library'

const client = new OAuth2Client({ clientId: 'shop', clientSecret: 's3cret' })
client.setCredentials({ refresh_token: process.argv[2] })
if ((await client.getAccessToken()).token) {
  console.log('a renewal')
}
