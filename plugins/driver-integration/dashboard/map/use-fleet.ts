import { api, useQuery } from '@vendure/dashboard';
import { liveQuery } from '../live/live-query';
import { fleetQuery, mapBaseQuery } from './fleet-queries';

/** Milliseconds between two looks at the stores. */
const BASE_EVERY_MS = 60_000;

export function useFleet() {
  return useQuery({ ...liveQuery(fleetQuery, {}), select: ({ driverFleet }) => driverFleet });
}

export function useMapBase() {
  return useQuery({
    queryKey: ['driver-dispatch', mapBaseQuery],
    queryFn: () => api.query(mapBaseQuery),
    select: ({ dispatchMap }) => dispatchMap,
    refetchInterval: BASE_EVERY_MS,
  });
}
