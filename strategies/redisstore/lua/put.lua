-- Puts the token ARGV[1], which lives ARGV[2] microseconds from now (-1: not said), ends at ARGV[4] by
-- the carrier's clock (0: not said), and was got under the fence ARGV[3] (0: none), with the refresh
-- token ARGV[5] of the generation ARGV[6], unless a larger fence was seen, or the condition ARGV[7]
-- does not hold: 1, the pair that is there is not of a later generation; 2, it is of the generation
-- before. Returns 1 if it is put. A pair is kept for a year (assumed: one that nobody renews for so
-- long is forgotten), and so is that there is none since somebody signed out; an empty row for a
-- minute, for its fence.
if not isHash() then
  redis.call('DEL', KEYS[1])
end
local left, fence, generation = tonumber(ARGV[2]), past(ARGV[3]), tonumber(ARGV[6])
local row = redis.call('HMGET', KEYS[1], 'fence', 'generation')
local seen, held = past(row[1]), tonumber(row[2]) or 0
local late = ARGV[7] == '1' and generation < held or ARGV[7] == '2' and generation ~= held + 1
if fence ~= 0 and fence < seen or late and ARGV[5] ~= '' then
  return 0
end
local expires = left < 0 and 'unsaid' or string.format('%.0f', now + left)
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'expires', expires, 'ends', ARGV[4],
  'refresh', ARGV[5], 'generation', ARGV[6], 'fence', string.format('%.0f', math.max(fence, seen)))
local lasts = math.ceil(left / 1000)
if ARGV[5] ~= '' or generation > 0 or left < 0 and ARGV[1] ~= '' then
  lasts = 31536000000
elseif ARGV[1] == '' then
  lasts = 60000
end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', lasts))
return 1
