# As in its documents, which have no discovery and verify nothing.
import os
import sys

import requests
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
base = sys.argv[1]
client = OAuth2Session("shop", redirect_uri="http://localhost/back", scope=["openid", "email"])
at, state = client.authorization_url(base + "/oauth/authorize")
back = requests.get(at, allow_redirects=False).headers["location"]
token = client.fetch_token(base + "/oauth/token", authorization_response=back, client_secret="s3cret")
print("code")
if client.get(base + "/oauth/userinfo").ok:
    print("userinfo")
client.refresh_token(base + "/oauth/token", client_id="shop", client_secret="s3cret")
print("renewal")
own = OAuth2Session(client=BackendApplicationClient(client_id="shop"))
own.fetch_token(base + "/oauth/token", client_id="shop", client_secret="s3cret")
print("client credentials")
