# As in its README, which has no discovery and verifies nothing.
require "net/http"
require "oauth2"

client = OAuth2::Client.new("shop", "s3cret", site: ARGV[0], auth_scheme: :request_body,
                            authorize_url: "/oauth/authorize", token_url: "/oauth/token")
back = "http://localhost/back"
at = client.auth_code.authorize_url(redirect_uri: back, scope: "openid email")
code = Net::HTTP.get_response(URI(at))["location"][/[?&]code=([^&]+)/, 1]
token = client.auth_code.get_token(code, redirect_uri: back)
puts "code"
puts "userinfo" if token.get("/oauth/userinfo").status == 200
token.refresh!
puts "renewal"
client.client_credentials.get_token
puts "client credentials"
begin
  client.auth_code.get_token(code, redirect_uri: back)
rescue OAuth2::Error => refused
  puts "refusal: #{refused.code}"
end
