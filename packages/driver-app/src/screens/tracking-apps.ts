import type { NewTrackerSecret } from '@driver-dispatch/contract/messages';

/** Tracking apps with a setup link. Their names are not translated. */
export const TRACKING_APPS = {
  traccar: { name: 'Traccar Client', getLink: (secret: NewTrackerSecret) => secret.traccarLink },
  ownTracks: { name: 'OwnTracks', getLink: (secret: NewTrackerSecret) => secret.ownTracksLink },
};

export type TrackingApp = keyof typeof TRACKING_APPS;
