-- Moves drivers in the availability index and renews their heartbeats.
--
-- Keeps: only a driver whose cached status is AVAILABLE is in the geo index, so the ping of a BUSY or OFFLINE
-- driver never adds it; a location never goes back in time.
--
-- KEYS[1] geo index, KEYS[2] status cache, KEYS[3..] a heartbeat key for each driver, whose value is the time of
-- the newest location in ms.
-- ARGV[1] heartbeat's time to live in seconds; then four for each driver: id, time measured in ms, longitude,
-- latitude; the last three are empty for a mere heartbeat, the last two also where the index can't hold them.
-- Returns the ids whose status is not cached.
local unknown = {}
for k = 3, #KEYS do
  local i = 2 + (k - 3) * 4
  local id, measured = ARGV[i], tonumber(ARGV[i + 1]) or 0
  local newest = tonumber(redis.call('GET', KEYS[k]) or '0')
  redis.call('SET', KEYS[k], string.format('%.0f', math.max(measured, newest)), 'EX', ARGV[1])
  local cached = redis.call('HGET', KEYS[2], id)
  if not cached then
    unknown[#unknown + 1] = id
  elseif measured >= newest and measured > 0 and string.find(cached, '^%d+ AVAILABLE ') then
    if ARGV[i + 2] == '' then
      redis.call('ZREM', KEYS[1], id)
    else
      redis.call('GEOADD', KEYS[1], ARGV[i + 2], ARGV[i + 3], id)
    end
  end
end
return unknown
