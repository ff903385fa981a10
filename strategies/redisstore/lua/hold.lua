-- Takes or prolongs the lease for the node ARGV[1], for ARGV[2] milliseconds. Returns its fence, 0
-- if another node holds it. A fence is Redis's time in microseconds, so that it grows even across
-- a Redis that lost what it knew.
local there = redis.call('HMGET', KEYS[1], 'holder', 'fence')
if there[1] and there[1] ~= ARGV[1] then
  return 0
end
local fence = tonumber(there[2])
if not fence then
  local now = redis.call('TIME')
  fence = now[1] * 1000000 + now[2]
  redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'fence', string.format('%.0f', fence))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return fence
