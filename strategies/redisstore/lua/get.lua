-- Returns the token and how long it lives, in microseconds.
local token = redis.call('HMGET', KEYS[1], 'value', 'expires')
if not token[1] then
  return {false, 0}
end
local now = redis.call('TIME')
return {token[1], tonumber(token[2]) - (now[1] * 1000000 + now[2])}
