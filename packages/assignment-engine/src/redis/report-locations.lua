-- Moves drivers in the availability index and renews their heartbeats.
--
-- Keeps: only drivers with cached status AVAILABLE are in the geo index, so that a ping of a BUSY or OFFLINE driver never
-- adds it; a location is never replaced by an older one; a location that is not newer than the stored one does not renew
-- the heartbeat, so that a repeated message does not keep a driver online.
--
-- KEYS[1] geo index, KEYS[2] status cache, KEYS[3] newest locations (time in ms, longitude, latitude), KEYS[4..] a
-- heartbeat key for each driver, unique, at most a thousand.
-- ARGV[1] heartbeat's time to live in seconds; then five for each driver: id, 1 for a heartbeat or 0 for a location only,
-- time measured in ms, longitude, latitude; the last three are empty without a location, the last two also if the index
-- can't store them.
-- Returns two lists of ids: drivers whose status is not cached, or who are cached as AVAILABLE, send only a heartbeat and
-- are missing from the geo index; and drivers cached as BUSY or OFFLINE.
local ids = {}
for k = 4, #KEYS do
  ids[k - 3] = ARGV[2 + (k - 4) * 5]
end
local statuses = redis.call('HMGET', KEYS[2], unpack(ids))
local known = redis.call('HMGET', KEYS[3], unpack(ids))
-- Arguments of the writes: one command for all drivers costs less than one per driver.
local newest, placed, removed, unknown, unavailable = {}, {}, {}, {}, {}

-- Whether an AVAILABLE driver is missing from the geo index. A driver whose newest location the index can't store is not.
local function missing(entry, id)
  return not (entry and string.match(entry, '^%d+$')) and not redis.call('ZSCORE', KEYS[1], id)
end

-- Whether the known location was measured later. An entry is parsed only if it would outrank the ping; an invalid entry
-- counts as absent.
local function later(entry, measured)
  local known_time = entry and string.match(entry, '^%d+')
  return known_time and tonumber(known_time) > measured and parse_location(entry) > measured
end

-- Whether a location was measured after the known one.
local function newer(entry, measured)
  return not later(entry, measured) and parse_location(entry) ~= measured
end

for k, id in ipairs(ids) do
  local i = 2 + (k - 1) * 5
  local heartbeat, ms, lon, lat = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  if heartbeat == '1' or newer(known[k], tonumber(ms)) then
    redis.call('SET', KEYS[k + 3], '1', 'EX', ARGV[1])
  end
  local status = statuses[k]
  local available = status and string.find(status, '^%d+ AVAILABLE ')
  if not status then
    unknown[#unknown + 1] = id
  elseif not available then
    unavailable[#unavailable + 1] = id
  elseif ms == '' and missing(known[k], id) then
    unknown[#unknown + 1] = id
  end
  if ms ~= '' and not later(known[k], tonumber(ms)) then
    newest[#newest + 1] = id
    if lon == '' then
      newest[#newest + 1] = ms
      if available then
        removed[#removed + 1] = id
      end
    else
      newest[#newest + 1] = ms .. ' ' .. lon .. ' ' .. lat
      if available then
        local n = #placed
        placed[n + 1], placed[n + 2], placed[n + 3] = lon, lat, id
      end
    end
  end
end

if #newest > 0 then
  redis.call('HSET', KEYS[3], unpack(newest))
end
if #placed > 0 then
  redis.call('GEOADD', KEYS[1], unpack(placed))
end
if #removed > 0 then
  redis.call('ZREM', KEYS[1], unpack(removed))
end
return { unknown, unavailable }
