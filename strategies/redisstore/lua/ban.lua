-- Returns how long ago a request passed and was refused (-1: never), how long nothing may be sent,
-- when the ban is over, in microseconds, and how many probes failed. Whoever finds the silence of a
-- ban in force over sends a probe; the others find it silent for ARGV[1] microseconds.
if not isHash() then
  return {-1, -1, 0, 0, 0}
end
local b = redis.call('HMGET', KEYS[1], 'passed', 'refused', 'silent', 'over', 'failed')
local passed, refused = past(b[1]), past(b[2])
local silent, over = future(b[3]), future(b[4])
local function ago(instant)
  return instant == 0 and -1 or math.max(0, now - instant)
end
local function ahead(instant)
  return instant == 0 and 0 or instant - now
end
if refused ~= 0 and refused >= passed and silent <= now then
  redis.call('HSET', KEYS[1], 'silent', string.format('%.0f', now + tonumber(ARGV[1])))
end
return {ago(passed), ago(refused), ahead(silent), ahead(over), tonumber(b[5]) or 0}
