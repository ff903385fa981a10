// axios by itself, which goes by the proxy of the environment.
import axios from 'axios'

const { data } = await axios.post('https://apis.fedex.com/oauth/token', new URLSearchParams({
  grant_type: 'client_credentials', client_id: 'shop', client_secret: 's3cret',
}))
if (data.access_token) {
  console.log('a token')
}
