import { api, useQuery } from '@vendure/dashboard';
import { liveQuery } from '../live/live-query';
import { fleetQuery, mapBaseQuery } from './fleet-queries';

/** Refetch interval of stores and tiles, in ms. */
const BASE_INTERVAL_MS = 60_000;

export function useFleet() {
  return useQuery({ ...liveQuery(fleetQuery, {}), select: ({ driverFleet }) => driverFleet });
}

export function useMapBase() {
  return useQuery({
    queryKey: ['DispatchMapBase'],
    queryFn: () => api.query(mapBaseQuery),
    select: ({ dispatchMap }) => dispatchMap,
    refetchInterval: BASE_INTERVAL_MS,
  });
}
