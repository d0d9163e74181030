import { parseMessage } from '@driver-dispatch/contract';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { parseJson } from './json-body';

/**
 * Validates a query, a path's part or a body, and types it by its schema; the answer to a wrong one has the path of each
 * field. A body arrives as bytes: pipes run after guards, so that only the body of a verified sender is parsed.
 */
@Injectable()
export class MessagePipe<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  constructor(private readonly schema: S) {}

  transform(value: unknown, { type }: Pick<ArgumentMetadata, 'type'>): z.output<S> {
    return parseMessage(this.schema, type === 'body' && value instanceof Buffer ? parseJson(value) : value);
  }
}
