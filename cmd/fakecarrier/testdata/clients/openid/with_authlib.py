# As in its documents: all it is told are the issuer and the credentials.
import sys

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken

issuer = sys.argv[1]
server = requests.get(issuer + "/.well-known/openid-configuration").json()
print("discovery")
client = OAuth2Session("shop", "s3cret", scope="openid email", redirect_uri="http://localhost/back",
                       code_challenge_method="S256")
verifier = "v" * 50
at, state = client.create_authorization_url(server["authorization_endpoint"], nonce="n1",
                                            code_verifier=verifier)
back = requests.get(at, allow_redirects=False).headers["location"]
token = client.fetch_token(server["token_endpoint"], authorization_response=back, state=state,
                           code_verifier=verifier)
print("code with PKCE")
keys = JsonWebKey.import_key_set(requests.get(server["jwks_uri"]).json())
claims = jwt.decode(token["id_token"], keys, claims_cls=CodeIDToken, claims_options={
    "iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": "shop"},
}, claims_params={"nonce": "n1", "client_id": "shop", "access_token": token["access_token"]})
claims.validate()
print("id_token")
jwt.decode(token["access_token"], keys).validate()
print("JWT access token")
if client.get(server["userinfo_endpoint"]).json()["sub"] == claims["sub"]:
    print("userinfo")
renewed = client.refresh_token(server["token_endpoint"])
print("renewal")
asked = client.introspect_token(server["introspection_endpoint"], token=renewed["access_token"])
if asked.json()["active"]:
    print("introspection")
client.revoke_token(server["revocation_endpoint"], token=renewed["refresh_token"])
asked = client.introspect_token(server["introspection_endpoint"], token=renewed["access_token"])
if not asked.json()["active"]:
    print("revocation")
own = OAuth2Session("shop", "s3cret", scope="parcels")
own.fetch_token(server["token_endpoint"], grant_type="client_credentials")
print("client credentials")
