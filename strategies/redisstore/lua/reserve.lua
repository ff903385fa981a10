-- Takes the next permit, after which the line is busy for ARGV[1] microseconds, of which ARGV[2] pass
-- at once after a pause, unless its wait is longer than ARGV[3]. Returns the wait and 1, or 0 if none
-- is taken. The key holds when the next permit would be due: the generic cell rate algorithm.
local due = 0
if redis.call('TYPE', KEYS[1]).ok == 'string' then
  due = future(redis.call('GET', KEYS[1]))
end
due = math.max(now, due)
local every = tonumber(ARGV[1])
local wait = math.max(0, due - now - every * (tonumber(ARGV[2]) - 1))
if wait > tonumber(ARGV[3]) then
  return {wait, 0}
end
due = due + every
redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX',
  string.format('%.0f', math.max(1, math.ceil((due - now) / 1000))))
return {wait, 1}
