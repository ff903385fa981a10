-- Returns the token, how long it lives, in microseconds, as long as its key at most, and when it ends
-- by the carrier's clock (0: not said). A key that lives for ever is none of ours.
if not isHash() then
  return {false, 0, 0}
end
local token = redis.call('HMGET', KEYS[1], 'value', 'expires', 'ends')
local left = future(token[2]) - now
if token[1] and left > 0 then
  local ends = tonumber(token[3]) or 0
  if not (ends > 0 and ends < 9007199254740992) then
    ends = 0
  end
  return {token[1], left, ends}
end
return {false, 0, 0}
