-- Writes what PostgreSQL decided about many drivers into the availability index.
--
-- Keeps: the geo index holds AVAILABLE drivers only, BUSY and OFFLINE ones leave it here at once; a writer that
-- comes late with an older version changes nothing, so it can't bring a BUSY driver back; a location that a
-- ping brought since is not taken back.
--
-- KEYS[1] geo index, KEYS[2] status cache.
-- ARGV, six for each driver: id, version, status, cached entry (version, status, idle since in ms, channels),
-- longitude, latitude; the last two are empty without a location that the index can hold.
-- Returns how many drivers were changed.
local changed = 0
for i = 1, #ARGV, 6 do
  local id, version, status, entry = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[i + 3]
  local cached = redis.call('HGET', KEYS[2], id)
  local cached_version = cached and tonumber(string.match(cached, '^(%d+)')) or 0
  if version >= cached_version then
    local touched = 0
    if cached ~= entry then
      redis.call('HSET', KEYS[2], id, entry)
      touched = 1
    end
    if status ~= 'AVAILABLE' then
      touched = touched + redis.call('ZREM', KEYS[1], id)
    elseif ARGV[i + 4] ~= '' and not (version == cached_version and redis.call('ZSCORE', KEYS[1], id)) then
      redis.call('GEOADD', KEYS[1], ARGV[i + 4], ARGV[i + 5], id)
      touched = 1
    end
    if touched > 0 then
      changed = changed + 1
    end
  end
end
return changed
