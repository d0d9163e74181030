-- Finds drivers of the geo index around points who are cached as AVAILABLE and serve a channel, nearest first.
--
-- Keeps: an index that was lost or is being rebuilt returns no result.
--
-- KEYS[1] geo index, KEYS[2] status cache, KEYS[3] ready mark, KEYS[4] newest locations (time in ms, longitude, latitude).
-- ARGV for each point: longitude, latitude, radius in metres, number of drivers to examine, channel.
-- Returns false without the ready mark; else for each point the number of drivers examined, then for each eligible driver:
-- id, longitude, latitude, idle since in ms (followed by a space and the traits, if any), time of the newest location in ms ('0' without one).
if redis.call('EXISTS', KEYS[3]) == 0 then
  return false
end
local answers = {}
for at = 1, #ARGV, 5 do
  local found = redis.call('GEOSEARCH', KEYS[1], 'FROMLONLAT', ARGV[at], ARGV[at + 1],
    'BYRADIUS', ARGV[at + 2], 'm', 'ASC', 'COUNT', ARGV[at + 3], 'WITHCOORD')
  local answer = { #found }
  if #found > 0 then
    local ids = {}
    for i, hit in ipairs(found) do
      ids[i] = hit[1]
    end
    local entries = redis.call('HMGET', KEYS[2], unpack(ids))
    local newest = redis.call('HMGET', KEYS[4], unpack(ids))
    local channel = ',' .. ARGV[at + 4] .. ','
    for i, hit in ipairs(found) do
      local idle_since, channels, traits = string.match(entries[i] or '', '^%d+ AVAILABLE (%d+) (%S*)(.*)$')
      if idle_since and (channels == '' or string.find(',' .. channels .. ',', channel, 1, true)) then
        answer[#answer + 1] = hit[1]
        answer[#answer + 1] = hit[2][1]
        answer[#answer + 1] = hit[2][2]
        answer[#answer + 1] = idle_since .. traits
        answer[#answer + 1] = string.format('%.0f', (parse_location(newest[i])))
      end
    end
  end
  answers[#answers + 1] = answer
end
return answers
