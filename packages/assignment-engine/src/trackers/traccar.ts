import { z } from 'zod';
import { measuredLocationSchema, numberSchema, secondsSchema } from './measured-location';

/**
 * A location of Traccar Client 10, as the fields of a form, a query or a JSON object: degrees and seconds since the epoch.
 *
 * Source: `HttpUploader.kt` of traccar-client-sdk
 */
export const traccarLocationSchema = z
  .object({ lat: numberSchema, lon: numberSchema, timestamp: secondsSchema })
  .transform(({ lat, lon, timestamp }) => ({ point: { lat, lon }, recordedAt: timestamp }))
  .pipe(measuredLocationSchema);

/**
 * A location of Traccar Client 9: degrees and an ISO 8601 time.
 *
 * Source: `preferences.dart` of traccar-client 9, `decodeJson` of Traccar's OsmAnd protocol
 */
export const traccar9LocationSchema = z
  .object({
    location: z.object({
      timestamp: z.iso.datetime({ offset: true }),
      coords: z.object({ latitude: z.number(), longitude: z.number() }),
    }),
  })
  .transform(({ location: { timestamp, coords } }) => ({
    point: { lat: coords.latitude, lon: coords.longitude },
    recordedAt: new Date(timestamp),
  }))
  .pipe(measuredLocationSchema);
