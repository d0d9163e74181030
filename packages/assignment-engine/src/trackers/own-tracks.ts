import { z } from 'zod';
import { measuredLocationSchema, secondsSchema } from './measured-location';

/**
 * A location of OwnTracks: degrees and seconds since the epoch.
 *
 * Source: `docs/tech/json.md` of the OwnTracks booklet
 */
export const ownTracksLocationSchema = z
  .object({ lat: z.number(), lon: z.number(), tst: secondsSchema })
  .transform(({ lat, lon, tst }) => ({ point: { lat, lon }, recordedAt: tst }))
  .pipe(measuredLocationSchema);
