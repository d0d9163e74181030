import { parseMessage } from '@driver-dispatch/contract';
import { Injectable, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';

/** Lets a body or query through as its schema types it; what is wrong is answered with the path of each field. */
@Injectable()
export class MessagePipe<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  constructor(private readonly schema: S) {}

  transform(value: unknown): z.output<S> {
    return parseMessage(this.schema, value);
  }
}
