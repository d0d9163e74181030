import { z } from 'zod';

export const secretIdSchema = z.uuid({ error: 'the id of a tracker secret is a UUID' });
