-- Writes driver statuses from PostgreSQL into the availability index.
--
-- Keeps: the geo index contains AVAILABLE drivers only, BUSY and OFFLINE drivers are removed at once; an older version
-- changes nothing, so that a late writer can't make a BUSY driver AVAILABLE; a newer location is not replaced by an older
-- one. A location of an OFFLINE driver that PostgreSQL no longer has is deleted, as its personal data was erased.
--
-- KEYS[1] geo index, KEYS[2] status cache, KEYS[3] newest locations (time in ms, longitude, latitude).
-- ARGV, seven for each driver: id, version, status, cached entry (version, status, idle since in ms, channels,
-- traits of an AVAILABLE driver),
-- time of the location in ms, longitude, latitude; the last two are empty without a location that the index can store.
-- Returns two lists: the number of changed entries that were missing from the geo index, in it although not AVAILABLE,
-- misplaced, of another status, or stale (an earlier version); and the ids of drivers whose cached version is newer than
-- the given one.
local MISSING, UNAVAILABLE, MISPLACED, STATUS, STALE = 1, 2, 3, 4, 5
local counts, newer = { 0, 0, 0, 0, 0 }, {}

-- Puts an AVAILABLE driver at the newest location. Returns how the entry differed, nil if it did not.
local function place(id, measured, lon, lat)
  local present = redis.call('ZSCORE', KEYS[1], id)
  local newest_measured, newest_lon, newest_lat = parse_location(redis.call('HGET', KEYS[3], id))
  if newest_measured > measured then
    if not present and newest_lon then
      redis.call('GEOADD', KEYS[1], newest_lon, newest_lat, id)
      return MISSING
    end
    return nil
  end
  if lon == '' then
    if newest_measured == 0 then
      redis.call('HDEL', KEYS[3], id)
    end
    return nil
  end
  redis.call('HSET', KEYS[3], id, string.format('%.0f %s %s', measured, lon, lat))
  if redis.call('GEOADD', KEYS[1], 'CH', lon, lat, id) == 1 then
    return present and MISPLACED or MISSING
  end
  return nil
end

for i = 1, #ARGV, 7 do
  local id, version, status, entry = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[i + 3]
  local cached = redis.call('HGET', KEYS[2], id)
  local cached_version = cached and tonumber(string.match(cached, '^(%d+)')) or 0
  if version < cached_version then
    newer[#newer + 1] = id
  else
    local kind
    if status == 'AVAILABLE' then
      kind = place(id, tonumber(ARGV[i + 4]), ARGV[i + 5], ARGV[i + 6])
    elseif redis.call('ZREM', KEYS[1], id) == 1 then
      kind = UNAVAILABLE
    end
    if status == 'OFFLINE' and ARGV[i + 4] == '0' and ARGV[i + 5] == '' then
      redis.call('HDEL', KEYS[3], id)
    end
    if cached ~= entry then
      redis.call('HSET', KEYS[2], id, entry)
      kind = kind or STATUS
    end
    if kind and cached_version < version and (cached or kind ~= MISSING) then
      kind = STALE
    end
    if kind then
      counts[kind] = counts[kind] + 1
    end
  end
end
return { counts, newer }
