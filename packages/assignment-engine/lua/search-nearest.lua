-- Drivers of the geo index within a radius who are cached as AVAILABLE and serve a channel, nearest first.
--
-- Keeps: an index that was lost, or that is still being rebuilt, never answers as if it were whole.
--
-- KEYS[1] geo index, KEYS[2] status cache, KEYS[3] mark of a complete index, KEYS[4] newest
-- locations (time in ms, longitude, latitude).
-- ARGV longitude, latitude, radius in metres, how many to look at, channel.
-- Returns false without the mark; else the number looked at, then for each eligible driver: id, longitude,
-- latitude, idle since in ms, time of the newest location in ms ('0' without one).
if redis.call('EXISTS', KEYS[3]) == 0 then
  return false
end
local found = redis.call('GEOSEARCH', KEYS[1], 'FROMLONLAT', ARGV[1], ARGV[2],
  'BYRADIUS', ARGV[3], 'm', 'ASC', 'COUNT', ARGV[4], 'WITHCOORD')
local answer = { #found }
if #found == 0 then
  return answer
end
local ids = {}
for i, hit in ipairs(found) do
  ids[i] = hit[1]
end
local entries = redis.call('HMGET', KEYS[2], unpack(ids))
local newest = redis.call('HMGET', KEYS[4], unpack(ids))
local channel = ',' .. ARGV[5] .. ','
for i, hit in ipairs(found) do
  local entry = entries[i] or ''
  local idle_since, channels = string.match(entry, '^%d+ AVAILABLE (%d+) (.*)$')
  if idle_since and (channels == '' or string.find(',' .. channels .. ',', channel, 1, true)) then
    answer[#answer + 1] = hit[1]
    answer[#answer + 1] = hit[2][1]
    answer[#answer + 1] = hit[2][2]
    answer[#answer + 1] = idle_since
    answer[#answer + 1] = string.format('%.0f', (located(newest[i])))
  end
end
return answer
