/** GEO set of the AVAILABLE drivers, and of no others. */
export const GEO_KEY = 'drivers:geo';

/** Hash of each driver's status as PostgreSQL last decided it. */
export const STATUS_KEY = 'drivers:status';

/**
 * Hash of each driver's newest location: when it was measured, in ms since the epoch, longitude and latitude, the
 * last two left out where the index can't hold them.
 */
export const LOCATED_KEY = 'drivers:located';

/** Present while the index is complete; goes with it when Redis loses its data. */
export const COMPLETE_KEY = 'drivers:complete';

/** Which rebuilding of the index is under way; goes with it when Redis loses its data. */
export const REBUILDING_KEY = 'drivers:rebuilding';

/** Present for a while after an engine has compared the index with PostgreSQL. */
export const COMPARED_KEY = 'drivers:compared';

/** A driver's sign of life; goes by itself when it is not renewed. */
export const onlineKey = (driverId: string) => `driver:online:${driverId}`;
