-- Takes or prolongs the lease for the node ARGV[1], for ARGV[2] milliseconds; under a fence
-- ARGV[3] other than 0 it prolongs the grant of that fence, or does nothing. Returns the fence of
-- the grant in force (0: none is), whether it is the node's, and the fence last released. A fence
-- is Redis's time in microseconds, so that it grows even across a Redis that lost what it knew.
if not isHash() or redis.call('PTTL', KEYS[1]) < 0 then -- it would be held for ever
  redis.call('DEL', KEYS[1])
end
local there = redis.call('HMGET', KEYS[1], 'holder', 'fence', 'released')
local fence, released = past(there[2]), past(there[3])
local asked = tonumber(ARGV[3])
local held = there[1] and fence ~= 0
if held and (there[1] ~= ARGV[1] or asked ~= 0 and asked ~= fence) then
  return {fence, 0, released}
end
if not held then
  if asked ~= 0 then
    return {0, 0, released}
  end
  fence = math.max(now, released + 1)
  redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'fence', string.format('%.0f', fence))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {fence, 1, released}
