# requests by itself, which goes by the proxy of the environment and trusts its bundle.
import requests

answer = requests.post("https://onlinetools.ups.com/security/v1/oauth/token",
                       auth=("shop", "s3cret"), data={"grant_type": "client_credentials"})
if answer.json()["access_token"]:
    print("a token")
