import { parseMessage } from '@driver-dispatch/contract';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { parseJson } from './json-body';

/**
 * Validates a query, a path parameter or a body with a schema. The error response has the path of each invalid field. A body
 * arrives as bytes: pipes run after guards, so that only the body of a verified sender is parsed.
 */
@Injectable()
export class MessagePipe<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  constructor(private readonly schema: S) {}

  transform(value: unknown, { type }: Pick<ArgumentMetadata, 'type'>): z.output<S> {
    return parseMessage(this.schema, type === 'body' && value instanceof Buffer ? parseJson(value) : value);
  }
}
