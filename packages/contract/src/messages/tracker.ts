import { z } from 'zod';
import { secretSchema } from './driver-session';
import { idSchema, textSchema, timeSchema } from './scalars';

/** `POST /v1/drivers/:id/tracker-secrets` (operators) and `POST /v1/driver/tracker-secrets` (drivers) */
export const createTrackerSecretSchema = z
  .object({ label: textSchema(100).optional().meta({ description: 'Such as the name of the phone' }) })
  .meta({ id: 'CreateTrackerSecret' });

/** Permission of a tracking app, such as Traccar Client or OwnTracks, to report a driver's locations. */
export const trackerSecretSchema = z
  .object({
    secretId: idSchema,
    label: z.string().nullable(),
    createdAt: timeSchema,
    lastUsedAt: timeSchema.nullable().meta({ description: 'Exact to a minute' }),
  })
  .meta({ id: 'TrackerSecret' });

/** `GET /v1/drivers/:id/tracker-secrets` (operators) and `GET /v1/driver/tracker-secrets` (drivers), newest first */
export const trackerSecretsSchema = z
  .object({ trackerSecrets: z.array(trackerSecretSchema) })
  .meta({ id: 'TrackerSecrets' });

const setupLink = (description: string) => z.string().nullable().meta({ description });

/** A new tracker secret. Only this reply contains the secret. The links are set if the engine knows its public URL. */
export const newTrackerSecretSchema = trackerSecretSchema
  .extend({
    secret: secretSchema,
    url: z.url().nullable().meta({ description: '<public URL>/v1/track/<secret>' }),
    traccarLink: setupLink('Opens Traccar Client and sets it up'),
    ownTracksLink: setupLink('Opens OwnTracks and sets it up'),
  })
  .meta({ id: 'NewTrackerSecret' });

export type CreateTrackerSecret = z.infer<typeof createTrackerSecretSchema>;
export type TrackerSecret = z.infer<typeof trackerSecretSchema>;
export type TrackerSecrets = z.infer<typeof trackerSecretsSchema>;
export type NewTrackerSecret = z.infer<typeof newTrackerSecretSchema>;
