-- Adds what a node knows of a ban: how long ago a request passed (ARGV[1]) and was refused (ARGV[2];
-- -1: never), how long nothing may be sent (ARGV[3]) and when it is over (ARGV[4]), in microseconds,
-- and how many probes failed (ARGV[5]). The later counts. A day after the ban it is forgotten
-- (assumed: longer than any pause of a service that is in use).
if not isHash() then
  redis.call('DEL', KEYS[1])
end
local b = redis.call('HMGET', KEYS[1], 'passed', 'refused', 'silent', 'over')
local function keep(field, instant)
  redis.call('HSET', KEYS[1], field, string.format('%.0f', instant))
end
local passed, refused = tonumber(ARGV[1]), tonumber(ARGV[2])
if passed >= 0 and now - passed > past(b[1]) then
  keep('passed', now - passed)
end
local silent, over = future(b[3]), future(b[4])
if refused >= 0 and now - refused >= past(b[2]) then
  silent, over = now + tonumber(ARGV[3]), now + tonumber(ARGV[4])
  keep('refused', now - refused)
  keep('silent', silent)
  keep('over', over)
  redis.call('HSET', KEYS[1], 'failed', ARGV[5])
end
local left = math.max(0, silent - now, over - now)
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(left / 1000) + 86400000))
return {}
