-- Marks a rebuilt index as ready.
--
-- Keeps: an index that was lost during the rebuild is not marked.
--
-- KEYS[1] ready mark, KEYS[2] id of the running rebuild. ARGV[1] id of this rebuild.
-- Returns 1, or 0 if this rebuild is no longer the running one.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], '1')
redis.call('DEL', KEYS[2])
return 1
