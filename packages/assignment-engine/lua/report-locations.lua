-- Moves drivers in the availability index and renews their heartbeats.
--
-- Keeps: only a driver whose cached status is AVAILABLE is in the geo index, so the ping of a BUSY or OFFLINE
-- driver never adds it; a location never goes back in time; a location that is not newer than the known one renews no
-- heartbeat, so that a copy of a message keeps no driver online.
--
-- KEYS[1] geo index, KEYS[2] status cache, KEYS[3] newest locations (time in ms, longitude, latitude), KEYS[4..] a
-- heartbeat key for each driver, none twice, a thousand at the most.
-- ARGV[1] heartbeat's time to live in seconds; then five for each driver: id, 1 for a heartbeat or 0 for a location alone,
-- time measured in ms, longitude, latitude; the last three are empty without a location, the last two also where the
-- index can't hold them.
-- Returns two lists of ids: those whose status is not cached, or who are cached as AVAILABLE, send a mere heartbeat and
-- are missing from the geo index; and those cached as BUSY or OFFLINE.
local ids = {}
for k = 4, #KEYS do
  ids[k - 3] = ARGV[2 + (k - 4) * 5]
end
local statuses = redis.call('HMGET', KEYS[2], unpack(ids))
local known = redis.call('HMGET', KEYS[3], unpack(ids))
-- What is to be written, as arguments: one command for all costs less than one for each.
local newest, placed, gone, unknown, unavailable = {}, {}, {}, {}, {}

-- Whether an AVAILABLE driver should be in the geo index and is not. One whose newest location the index can't hold is
-- not missing.
local function missing(entry, id)
  return not (entry and string.match(entry, '^%d+$')) and not redis.call('ZSCORE', KEYS[1], id)
end

-- Whether a known location was measured later. What an entry says is looked at closely only if it would keep the ping
-- out: one that makes no sense counts as absent.
local function later(entry, measured)
  local told = entry and string.match(entry, '^%d+')
  return told and tonumber(told) > measured and located(entry) > measured
end

-- Whether a location was measured after the known one.
local function newer(entry, measured)
  return not later(entry, measured) and located(entry) ~= measured
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
        gone[#gone + 1] = id
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
if #gone > 0 then
  redis.call('ZREM', KEYS[1], unpack(gone))
end
return { unknown, unavailable }
