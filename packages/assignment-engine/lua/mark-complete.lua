-- Marks an index as complete that has just been rebuilt.
--
-- Keeps: an index that was lost while it was being rebuilt is not taken for whole.
--
-- KEYS[1] mark of a complete index, KEYS[2] mark of a rebuilding that is under way. ARGV[1] which one.
-- Returns 1; 0 when that mark has gone.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], '1')
redis.call('DEL', KEYS[2])
return 1
