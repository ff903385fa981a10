// As in its README: look whether the set of tokens has expired, refresh it, save it.
import { load, save, serve, use, client, tokenURL } from './process.js'
const require = (await import('node:module')).createRequire(import.meta.url)
const { XeroClient } = require('xero-node')
const axios = require('axios') // the one that it has

// Xero's address is fixed in the library.
axios.interceptors.request.use((request) => {
  if (request.url === 'https://identity.xero.com/connect/token') request.url = tokenURL
  return request
})

await serve(async () => {
  const saved = load()
  const xero = new XeroClient()
  if (saved.access_token) {
    xero.setTokenSet(saved)
    if (!xero.readTokenSet().expired()) return use(saved.access_token)
  }
  const fresh = await xero.refreshWithRefreshToken(client.id, client.secret, saved.refresh_token)
  save({ ...fresh })
  return use(fresh.access_token)
})
