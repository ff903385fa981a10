-- Returns the token, how long it lives, in microseconds, as long as its key at most (-1: not said),
-- when it ends by the carrier's clock (0: not said), the refresh token and the generation of the pair.
-- A key that lives for ever is none of ours. A row of an earlier version has no refresh token.
if not isHash() or redis.call('PTTL', KEYS[1]) < 0 then
  return {false, 0, 0, '', 0}
end
local row = redis.call('HMGET', KEYS[1], 'value', 'expires', 'ends', 'refresh', 'generation')
local refresh, generation = row[4] or '', tonumber(row[5]) or 0
local left = row[2] == 'unsaid' and -1 or math.max(0, future(row[2]) - now)
if row[1] and row[1] ~= '' and left ~= 0 then
  local ends = tonumber(row[3]) or 0
  if not (ends > 0 and ends < 9007199254740992) then
    ends = 0
  end
  return {row[1], left, ends, refresh, generation}
end
return {false, 0, 0, refresh, generation}
