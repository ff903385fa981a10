// What Node 22.21, 24 and later do by themselves under NODE_USE_ENV_PROXY=1: fetch goes by the proxy
// of the environment. node --import loads it before a client, which knows nothing of it.
import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici'

setGlobalDispatcher(new EnvHttpProxyAgent())
