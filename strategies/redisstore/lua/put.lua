-- Puts the token ARGV[1], which lives ARGV[2] microseconds from now and was got under the fence
-- ARGV[3], unless a newer one is there. Returns 1 if it is put.
local now = redis.call('TIME')
local expires = now[1] * 1000000 + now[2] + tonumber(ARGV[2])
local fence = tonumber(ARGV[3])
local there = redis.call('HMGET', KEYS[1], 'expires', 'fence')
if there[1] then
  local others = tonumber(there[2])
  if others > fence or others == fence and tonumber(there[1]) > expires then
    return 0
  end
end
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'expires', string.format('%.0f', expires),
  'fence', ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(tonumber(ARGV[2]) / 1000))
return 1
