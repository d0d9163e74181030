import type { FastifyReply, FastifyRequest } from 'fastify';

/** Counted for each request beside its body: headers, sockets and objects, in bytes. */
const REQUEST_OVERHEAD = 16_384;

/**
 * Bounds the memory of requests whose sender is not verified yet, all together. A request counts from its first byte of
 * body until it is verified or answered.
 */
export class UnverifiedBodies {
  private readonly bytesOf = new WeakMap<FastifyRequest, number>();
  private total = 0;

  constructor(private readonly maxBytes: number) {}

  /** What unverified requests take now. */
  get bytes(): number {
    return this.total;
  }

  /** @returns false, and counts nothing, if the request would exceed the bound */
  begin(request: FastifyRequest, reply: Pick<FastifyReply, 'raw'>): boolean {
    reply.raw.once('close', () => this.end(request));
    return this.add(request, REQUEST_OVERHEAD);
  }

  /** @returns false, and counts nothing, if the request would exceed the bound */
  add(request: FastifyRequest, bytes: number): boolean {
    if (this.total + bytes > this.maxBytes) {
      return false;
    }
    this.total += bytes;
    this.bytesOf.set(request, (this.bytesOf.get(request) ?? 0) + bytes);
    return true;
  }

  /** Stops counting a request; may be called again. */
  end(request: FastifyRequest): void {
    this.total -= this.bytesOf.get(request) ?? 0;
    this.bytesOf.delete(request);
  }
}
