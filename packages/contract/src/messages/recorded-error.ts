import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors/error-code';

/** An error in a reply or in a record. */
export const recordedErrorSchema = z
  .object({
    code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
    message: z.string().meta({ description: 'English, for logs and developers' }),
    details: z.record(z.string(), z.unknown()).optional().meta({ description: 'Parameters of the code' }),
  })
  .meta({ id: 'RecordedError' });

export type RecordedError = z.infer<typeof recordedErrorSchema>;
