import { parseMessage } from '@driver-dispatch/contract';
import { Body, Injectable, Param, Query, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
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

/** The body of a request, validated with a schema. */
export const ValidBody = (schema: z.ZodType) => Body(new MessagePipe(schema));

/** The query of a request, validated with a schema. */
export const ValidQuery = (schema: z.ZodType) => Query(new MessagePipe(schema));

/** A path parameter, validated with a schema. */
export const ValidParam = (name: string, schema: z.ZodType) => Param(name, new MessagePipe(schema));
