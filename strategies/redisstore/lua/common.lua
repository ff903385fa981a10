-- What every script begins with. A key may hold what somebody else put there, or what a mistake left:
-- the scripts take that for nothing, and replace it.

-- now is Redis's time in microseconds.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function isHash()
  return redis.call('TYPE', KEYS[1]).ok == 'hash'
end

-- fenceOf returns the fence that text says, 0 if it says none. A fence is the time of a grant: one of
-- more than a minute from now is none (assumed: by less a clock of Redis is set back, if at all). It
-- would keep every later token out.
local function fenceOf(text)
  local fence = tonumber(text)
  if fence and fence >= 0 and fence <= now + 60000000 then
    return fence
  end
  return 0
end

