-- Writes what PostgreSQL decided about many drivers into the availability index.
--
-- Keeps: the geo index holds AVAILABLE drivers only, BUSY and OFFLINE ones leave it here at once; a writer that
-- comes late with an older version changes nothing, so it can't bring a BUSY driver back; a location that a later
-- ping brought is not taken back.
--
-- KEYS[1] geo index, KEYS[2] status cache, KEYS[3] times of the newest locations.
-- ARGV, seven for each driver: id, version, status, cached entry (version, status, idle since in ms, channels),
-- time of the location in ms, longitude, latitude; the last two are empty without a location that the index can
-- hold.
-- Returns how many drivers were changed, then the ids of those whose cached version is newer than the one given.
local answer = { 0 }
for i = 1, #ARGV, 7 do
  local id, version, status, entry = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[i + 3]
  local measured, lon, lat = tonumber(ARGV[i + 4]), ARGV[i + 5], ARGV[i + 6]
  local cached = redis.call('HGET', KEYS[2], id)
  local cached_version = cached and tonumber(string.match(cached, '^(%d+)')) or 0
  if version < cached_version then
    answer[#answer + 1] = id
  else
    local touched = 0
    if cached ~= entry then
      redis.call('HSET', KEYS[2], id, entry)
      touched = 1
    end
    if status ~= 'AVAILABLE' then
      touched = touched + redis.call('ZREM', KEYS[1], id)
    elseif lon ~= '' then
      local newest = tonumber(redis.call('HGET', KEYS[3], id) or '0')
      if measured >= newest or not redis.call('ZSCORE', KEYS[1], id) then
        touched = touched + redis.call('GEOADD', KEYS[1], 'CH', lon, lat, id)
        redis.call('HSET', KEYS[3], id, string.format('%.0f', math.max(measured, newest)))
      end
    end
    if touched > 0 then
      answer[1] = answer[1] + 1
    end
  end
end
return answer
