// As in its README: it asks apis-tem.usps.com unless it is told otherwise, by Node's own fetch.
import USPS from '@stores.com/usps'

const usps = new USPS({ client_id: 'shop', client_secret: 's3cret' })
await usps.getAccessToken()
console.log('a token')
const [tracked] = await usps.getTracking('9400100000000000000000')
if (tracked.statusCode === '404') {
  console.log('a tracking')
}
await usps.getTracking('').catch((refused) => console.log(`a refusal: ${refused.cause.status}`))
process.exit() // its cache keeps the process alive for half of a token's life
