import type { Point, Vehicle } from '@driver-dispatch/contract/messages';

export interface NavigationLink {
  /** Name of the navigation app. */
  app: string;
  url: string;
}

type Mode = 'walking' | 'bicycling' | 'driving';

const APPLE_MODES: Record<Mode, string> = { walking: 'w', bicycling: 'c', driving: 'd' };
const OSMAND_PROFILES: Record<Mode, string> = {
  walking: 'pedestrian',
  bicycling: 'bicycle',
  driving: 'car',
};

/** Links that start the navigation to a point in the apps that drivers use. */
export function navigationLinks({ lat, lon }: Point, vehicle?: Vehicle['kind']): NavigationLink[] {
  const point = `${lat},${lon}`;
  const mode = toMode(vehicle);
  return [
    {
      app: 'Google Maps',
      url: `https://www.google.com/maps/dir/?api=1&destination=${point}&travelmode=${mode}`,
    },
    { app: 'Apple Maps', url: `https://maps.apple.com/?daddr=${point}&dirflg=${APPLE_MODES[mode]}` },
    { app: 'Waze', url: `https://waze.com/ul?ll=${point}&navigate=yes` },
    {
      app: 'OsmAnd',
      url: `https://osmand.net/map/?finish=${point}&pin=${point}&profile=${OSMAND_PROFILES[mode]}`,
    },
  ];
}

function toMode(vehicle: Vehicle['kind'] | undefined): Mode {
  switch (vehicle) {
    case 'FOOT':
      return 'walking';
    case 'BICYCLE':
      return 'bicycling';
    default:
      return 'driving';
  }
}
