-- Moves drivers in the availability index and renews their heartbeats.
--
-- Keeps: only a driver whose cached status is AVAILABLE is in the geo index, so the ping of a BUSY or OFFLINE
-- driver never adds it; a location never goes back in time.
--
-- KEYS[1] geo index, KEYS[2] status cache, KEYS[3] newest locations (time in ms, longitude, latitude), KEYS[4..] a
-- heartbeat key for each driver.
-- ARGV[1] heartbeat's time to live in seconds; then four for each driver: id, time measured in ms, longitude,
-- latitude; the last three are empty for a mere heartbeat, the last two also where the index can't hold them.
-- Returns the ids whose status is not cached.
local unknown = {}
for k = 4, #KEYS do
  local i = 2 + (k - 4) * 4
  local id, measured, lon, lat = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[i + 3]
  redis.call('SET', KEYS[k], '1', 'EX', ARGV[1])
  local cached = redis.call('HGET', KEYS[2], id)
  if not cached then
    unknown[#unknown + 1] = id
  end
  local newest = measured and located(redis.call('HGET', KEYS[3], id))
  if measured and measured >= newest then
    local available = cached and string.find(cached, '^%d+ AVAILABLE ')
    if lon == '' then
      redis.call('HSET', KEYS[3], id, string.format('%.0f', measured))
      if available then
        redis.call('ZREM', KEYS[1], id)
      end
    else
      redis.call('HSET', KEYS[3], id, string.format('%.0f %s %s', measured, lon, lat))
      if available then
        redis.call('GEOADD', KEYS[1], lon, lat, id)
      end
    end
  end
end
return unknown
