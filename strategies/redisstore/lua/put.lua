-- Puts the token ARGV[1], which lives ARGV[2] microseconds from now, ends at ARGV[4] by the carrier's
-- clock (0: not said), and was got under the fence ARGV[3] (0: none), unless a larger fence was seen.
-- Returns 1 if it is put.
if not isHash() then
  redis.call('DEL', KEYS[1])
end
local expires = now + tonumber(ARGV[2])
local fence = past(ARGV[3])
local seen = past(redis.call('HGET', KEYS[1], 'fence'))
if fence ~= 0 and fence < seen then
  return 0
end
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'expires', string.format('%.0f', expires),
  'ends', ARGV[4], 'fence', string.format('%.0f', math.max(fence, seen)))
redis.call('PEXPIRE', KEYS[1], math.ceil(tonumber(ARGV[2]) / 1000))
return 1
