-- Stands before each of the scripts that read the newest locations.
--
-- What an entry says: time in ms, longitude and latitude; without the last two where the index can't hold them. One
-- that says no such thing, whoever wrote it, counts as absent: its time is 0.
local function located(entry)
  local ms, place = string.match(entry or '', '^(%d+)(.*)$')
  local measured = ms and tonumber(ms)
  -- The last time that a Date can hold.
  if not measured or measured > 8640000000000000 then
    return 0
  end
  if place == '' then
    return measured
  end
  local lon, lat = string.match(place, '^ ([-+.%deE]+) ([-+.%deE]+)$')
  local x, y = lon and tonumber(lon), lat and tonumber(lat)
  if not x or not y or math.abs(x) > 180 or math.abs(y) > 85.05112878 then
    return 0
  end
  return measured, lon, lat
end

