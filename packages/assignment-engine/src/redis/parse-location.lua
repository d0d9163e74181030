-- Prepended to each script that reads the newest locations.
--
-- Parses an entry: time in ms, longitude and latitude; the last two are missing if the index can't store them. An invalid
-- entry counts as absent, with time 0.
local function parse_location(entry)
  local ms, coordinates = string.match(entry or '', '^(%d+)(.*)$')
  local measured = ms and tonumber(ms)
  -- The latest time of a JavaScript Date.
  if not measured or measured > 8640000000000000 then
    return 0
  end
  if coordinates == '' then
    return measured
  end
  local lon, lat = string.match(coordinates, '^ ([-+.%deE]+) ([-+.%deE]+)$')
  local x, y = lon and tonumber(lon), lat and tonumber(lat)
  if not x or not y or math.abs(x) > 180 or math.abs(y) > 85.05112878 then
    return 0
  end
  return measured, lon, lat
end

