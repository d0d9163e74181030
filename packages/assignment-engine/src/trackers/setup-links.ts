import { TRACK_PATH } from '@driver-dispatch/contract';

/** URL and setup links of a tracker; all are null if the engine does not know its public URL. */
export interface SetupLinks {
  url: string | null;
  traccarLink: string | null;
  ownTracksLink: string | null;
}

/**
 * Settings of Traccar Client: a location every 15 seconds, also from a phone that does not move.
 *
 * Source: `configuration_service.dart` and `preferences.dart` of traccar-client 10
 */
const TRACCAR_SETTINGS = {
  accuracy: 'high',
  distance: '0',
  interval: '15',
  heartbeat: '60',
  stop_detection: 'false',
};

/**
 * Settings of OwnTracks: HTTP mode and move mode, a location every 15 seconds. `locatorDisplacement` (metres) and
 * `locatorInterval` (seconds) apply to iOS, `moveModeLocatorInterval` to Android.
 *
 * Source: `docs/tech/json.md` and `docs/features/remoteconfig.md` of the OwnTracks booklet
 */
const OWN_TRACKS_SETTINGS = {
  _type: 'configuration',
  mode: 3,
  monitoring: 2,
  locatorDisplacement: 50,
  locatorInterval: 15,
  moveModeLocatorInterval: 15,
  auth: false,
};

/** Returns the links with which a driver sets up a tracking app. The apps ask before they change their settings. */
export function getSetupLinks(publicUrl: string | undefined, secret: string): SetupLinks {
  if (publicUrl === undefined) {
    return { url: null, traccarLink: null, ownTracksLink: null };
  }
  const url = `${publicUrl.replace(/\/$/, '')}${TRACK_PATH}/${secret}`;
  const inline = Buffer.from(JSON.stringify({ ...OWN_TRACKS_SETTINGS, url })).toString('base64');
  return {
    url,
    traccarLink: `org.traccar.client://config?${new URLSearchParams({ url, ...TRACCAR_SETTINGS }).toString()}`,
    ownTracksLink: `owntracks:///config?inline=${encodeURIComponent(inline)}`,
  };
}
