// As in its README: it asks wwwcie.ups.com unless it is told otherwise, by Node's own fetch. It makes
// no labels: the parcel that it tracks is shipped by fetch, with its token.
import UPS from '@stores.com/ups'

const ups = new UPS({ client_id: 'shop', client_secret: 's3cret' })
const { access_token: token } = await ups.getAccessToken()
console.log('a token')
const party = {
  Name: 'A', Address: { AddressLine: '1 Main Street', City: 'Atlanta', StateProvinceCode: 'GA',
    PostalCode: '30303', CountryCode: 'US' },
}
const answer = await fetch('https://wwwcie.ups.com/api/shipments/v2409/ship', {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify({
    ShipmentRequest: {
      Request: { RequestOption: 'nonvalidate' },
      Shipment: {
        Shipper: { ...party, ShipperNumber: 'A1B2C3' }, ShipTo: party, ShipFrom: party, Service: { Code: '03' },
        Package: [{ Packaging: { Code: '02' }, PackageWeight: { UnitOfMeasurement: { Code: 'LBS' }, Weight: '2' } }],
      },
    },
  }),
})
const shipped = await answer.json()
const number = shipped.ShipmentResponse.ShipmentResults.ShipmentIdentificationNumber
const tracked = await ups.getTracking(number)
if (tracked.trackResponse.shipment[0].package[0].trackingNumber === number) {
  console.log('a tracking')
}
await ups.getTracking('1Z999AA10123456784')
  .catch((refused) => console.log(`a refusal: ${refused.cause.status}`))
process.exit() // its cache keeps the process alive for half of a token's life
