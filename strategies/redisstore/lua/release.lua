-- Ends the grant of the fence ARGV[1], or whatever grant is in force if that is 0. For ten minutes
-- (assumed: whoever waits looks more often) it is remembered that it did not just run out.
local fence = isHash() and redis.call('HGET', KEYS[1], 'fence')
if fence and (ARGV[1] == '0' or ARGV[1] == fence) then
  redis.call('HDEL', KEYS[1], 'holder', 'fence')
  redis.call('HSET', KEYS[1], 'released', fence)
  redis.call('PEXPIRE', KEYS[1], 600000)
end
