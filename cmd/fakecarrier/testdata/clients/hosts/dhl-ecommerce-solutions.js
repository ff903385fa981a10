// As in its README: it asks api-sandbox.dhlecs.com unless it is told otherwise, by Node's own fetch.
import DHL from 'dhl-ecommerce-solutions'

const dhl = new DHL({ client_id: 'shop', client_secret: 's3cret' })
await dhl.getAccessToken()
console.log('a token')
const address = {
  name: 'A', address1: '1 Main Street', city: 'Atlanta', state: 'GA', postalCode: '30303', country: 'US',
}
const parcel = {
  pickup: '5351244', distributionCenter: 'USATL1', orderedProductId: 'GND',
  consigneeAddress: address, returnAddress: address,
  packageDetail: { packageId: 'ORDER-17', weight: { value: 2, unitOfMeasure: 'LB' } },
}
const found = await dhl.findProducts({
  ...parcel, rate: { calculate: true, currency: 'USD' }, estimatedDeliveryDate: { calculate: true },
})
console.log(found.products.length > 0 ? 'products' : 'no products')
const made = await dhl.createLabel(parcel)
console.log('a label')
const tracked = await dhl.getTrackingByPackageId('ORDER-17')
if (tracked.packages[0].package.dhlPackageId === made.labels[0].dhlPackageId) {
  console.log('its tracking')
}
const { requestId } = await dhl.createManifest({
  pickup: '5351244', manifests: [{ dhlPackageIds: [made.labels[0].dhlPackageId] }],
})
await dhl.downloadManifest('5351244', requestId)
console.log('a manifest')
await dhl.createLabel({}).catch((refused) => console.log(`a refusal: ${refused.cause.status}`))
process.exit() // its cache keeps the process alive for half of a token's life
