# As in its README: Faraday, which it asks by, goes by the proxy of the environment.
require "oauth2"

client = OAuth2::Client.new("shop", "s3cret", site: "https://apis.fedex.com",
                            token_url: "/oauth/token", auth_scheme: :request_body)
token = client.client_credentials.get_token
puts "a token"
call = lambda do |body|
  token.post("/track/v1/trackingnumbers", body: body, headers: { "Content-Type" => "application/json" })
end
puts "a call" if call.call('{"includeDetailedScans":false,"trackingInfo":[{"trackingNumberInfo":{"trackingNumber":"123456789012"}}]}').status == 200
begin
  call.call("{}")
rescue OAuth2::Error => refused
  puts "a refusal: #{refused.response.status}"
end
