// As in its README: it asks apis.fedex.com unless it is told otherwise, by Node's own fetch.
import FedEx from '@stores.com/fedex'

const fedex = new FedEx({ api_key: 'shop', secret_key: 's3cret' })
const address = (postalCode) => ({
  streetLines: ['1 Main Street'], city: 'Memphis', stateOrProvinceCode: 'TN', postalCode,
  countryCode: 'US',
})
const parcel = { weight: { units: 'LB', value: 2 } }
const quoted = await fedex.rateAndTransitTimes({
  accountNumber: { value: '1' },
  requestedShipment: {
    pickupType: 'USE_SCHEDULED_PICKUP', shipper: { address: address('38017') },
    recipient: { address: address('90210') }, rateRequestType: ['LIST'],
    requestedPackageLineItems: [parcel],
  },
})
console.log(`${quoted.output.rateReplyDetails.length > 0 ? 'rates' : 'no rates'}`)
const contact = { personName: 'A', phoneNumber: '9015550100' }
const shipped = await fedex.createShipment({
  accountNumber: { value: '1' }, labelResponseOptions: 'LABEL',
  requestedShipment: {
    shipper: { contact, address: address('38017') },
    recipients: [{ contact, address: address('90210') }],
    totalWeight: 2, pickupType: 'USE_SCHEDULED_PICKUP', serviceType: 'FEDEX_GROUND', packagingType: 'YOUR_PACKAGING',
    shippingChargesPayment: { paymentType: 'SENDER' },
    labelSpecification: { imageType: 'PDF', labelStockType: 'PAPER_4X6' },
    requestedPackageLineItems: [parcel],
  },
})
const number = shipped.output.transactionShipments[0].masterTrackingNumber
console.log('a label')
const tracked = await fedex.trackByTrackingNumber({
  includeDetailedScans: false, trackingInfo: [{ trackingNumberInfo: { trackingNumber: number } }],
})
if (tracked.output.completeTrackResults[0].trackingNumber === number) {
  console.log('its tracking')
}
await fedex.cancelShipment({
  accountNumber: { value: '1' }, trackingNumber: number, deletionControl: 'DELETE_ALL_PACKAGES',
})
console.log("its cancellation")
process.exit() // its cache keeps the process alive for half of a token's life
