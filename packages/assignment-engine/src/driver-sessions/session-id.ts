import { z } from 'zod';

export const sessionIdSchema = z.uuid({ error: 'a session id is a UUID' });
