-- What every script begins with. A key may hold what somebody else put there, or what a mistake left:
-- the scripts take that for nothing, and replace it.

-- now is Redis's time in microseconds.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function isHash()
  return redis.call('TYPE', KEYS[1]).ok == 'hash'
end

-- past returns the instant that text says, in microseconds, 0 if it says none, or one of more than a
-- minute from now (assumed: a clock of Redis is set back by less, if at all). A fence is such an
-- instant, that of a grant: one of the far future would keep out every later token.
local function past(text)
  local instant = tonumber(text)
  if instant and instant >= 0 and instant <= now + 60000000 then
    return instant
  end
  return 0
end

-- future returns the instant that text says, 0 if it says none or if the key lives for ever. None is
-- later than the key's end.
local function future(text)
  local instant, left = tonumber(text), redis.call('PTTL', KEYS[1])
  if instant and instant >= 0 and left >= 0 then
    return math.min(instant, now + (left + 1) * 1000)
  end
  return 0
end

