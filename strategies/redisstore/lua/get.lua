-- Returns the token and how long it lives, in microseconds: as long as its key at most. A key that
-- lives for ever is none of ours.
if not isHash() then
  return {false, 0}
end
local token = redis.call('HMGET', KEYS[1], 'value', 'expires')
local left = future(token[2]) - now
if token[1] and left > 0 then
  return {token[1], left}
end
return {false, 0}
