import type { IncomingMessage } from 'node:http';
import { DispatchError } from '../errors/dispatch-error';
import { getNetwork } from './get-network';

export interface UnverifiedBodyLimits {
  /** Maximum size of a body, in bytes. */
  maxBodyBytes: number;
  /** Maximum memory of all unfinished bodies, in bytes: their buffers, plus 16384 for each body. */
  maxTotalBytes: number;
  /** Time in which a whole body must arrive, in ms. Without it, only the timeout of the server applies. */
  timeoutMs?: number;
}

/** Estimated memory of an unfinished body without its buffer, in bytes: socket, headers and objects. */
const OVERHEAD_BYTES = 16_384;

/** Initial size of a buffer, in bytes. A full buffer is doubled. */
const FIRST_BUFFER_BYTES = 16_384;

/** A body makes progress when this number of bytes has arrived. */
const PROGRESS_BYTES = 16_384;

/** Time without progress after which a body is stalled, in ms. */
const STALLED_MS = 2_000;

/** Time in which a client can read the error reply before its connection is closed, in ms. */
const LINGER_MS = 1_000;

interface OpenBody {
  network: string;
  buffer: Buffer;
  /** Bytes that have arrived. */
  length: number;
  /** Maximum length, in bytes. */
  maxLength: number;
  progress: { at: number; length: number };
  reject(error: DispatchError): void;
}

/**
 * Receives the bodies of requests whose signature is not verified yet, within `maxTotalBytes` of memory.
 *
 * At this limit it rejects an unfinished body: a stalled body, or else a body of the client with the most unfinished
 * bodies. Among several it chooses the body without progress for the longest time.
 */
export class UnverifiedBodies {
  /** Ordered by the time without progress, longest first. */
  private readonly open = new Set<OpenBody>();
  private readonly openOf = new Map<string, number>();
  private total = 0;

  constructor(private readonly limits: UnverifiedBodyLimits) {}

  /** Counted memory of all unfinished bodies, in bytes. */
  get bytes(): number {
    return this.total;
  }

  /**
   * Returns the body of a request. The rest of a rejected body is discarded, and its connection is closed after a second.
   *
   * @param address IP address of the client
   * @throws DispatchError `payload_too_large`, `timeout`, `invalid_message` if the client disconnects, `rate_limited` at the
   * memory limit
   */
  receive(request: IncomingMessage, address = request.socket.remoteAddress): Promise<Buffer> {
    const { maxBodyBytes, timeoutMs } = this.limits;
    const maxLength = Number(request.headers['content-length'] ?? maxBodyBytes);
    if (maxLength > maxBodyBytes) {
      discardRest(request);
      return Promise.reject(tooLarge(maxBodyBytes));
    }
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        request.off('data', take).off('end', finish).off('close', abandon);
        this.remove(body);
      };
      const body: OpenBody = {
        network: getNetwork(address ?? ''),
        buffer: Buffer.allocUnsafe(Math.min(maxLength, FIRST_BUFFER_BYTES)),
        length: 0,
        maxLength,
        progress: { at: performance.now(), length: 0 },
        reject: (error) => {
          end();
          discardRest(request);
          reject(error);
        },
      };
      const take = (chunk: Buffer) => this.append(body, chunk);
      const finish = () => {
        end();
        resolve(body.buffer.subarray(0, body.length));
      };
      const abandon = () => body.reject(new DispatchError('invalid_message', 'The body is incomplete'));
      const late = () => body.reject(new DispatchError('timeout', 'The body did not arrive in time'));
      const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
      request.on('data', take).once('end', finish).once('close', abandon);
      this.add(body);
    });
  }

  private add(body: OpenBody): void {
    this.open.add(body);
    this.openOf.set(body.network, (this.openOf.get(body.network) ?? 0) + 1);
    this.count(OVERHEAD_BYTES + body.buffer.length);
  }

  private remove(body: OpenBody): void {
    this.open.delete(body);
    this.total -= OVERHEAD_BYTES + body.buffer.length;
    const left = this.openOf.get(body.network)! - 1;
    if (left > 0) {
      this.openOf.set(body.network, left);
    } else {
      this.openOf.delete(body.network);
    }
  }

  /** Copies a chunk, because a stored chunk of one byte would take hundreds of bytes. */
  private append(body: OpenBody, chunk: Buffer): void {
    const { buffer, length, maxLength, progress } = body;
    const newLength = length + chunk.length;
    if (newLength > maxLength) {
      body.reject(tooLarge(maxLength));
      return;
    }
    if (newLength > buffer.length) {
      body.buffer = Buffer.allocUnsafe(Math.min(maxLength, Math.max(newLength, 2 * buffer.length)));
      buffer.copy(body.buffer, 0, 0, length);
    }
    chunk.copy(body.buffer, length);
    body.length = newLength;
    if (newLength - progress.length >= PROGRESS_BYTES) {
      body.progress = { at: performance.now(), length: newLength };
      this.open.delete(body);
      this.open.add(body);
    }
    this.count(body.buffer.length - buffer.length);
  }

  private count(bytes: number): void {
    this.total += bytes;
    while (this.total > this.limits.maxTotalBytes) {
      this.bodyToReject().reject(
        new DispatchError('rate_limited', 'Too many unfinished requests', { retryAfterSeconds: 1 }),
      );
    }
  }

  private bodyToReject(): OpenBody {
    const [first] = this.open as Iterable<OpenBody> as [OpenBody];
    if (performance.now() - first.progress.at >= STALLED_MS) {
      return first;
    }
    const most = Math.max(...this.openOf.values());
    for (const body of this.open) {
      if (this.openOf.get(body.network) === most) {
        return body;
      }
    }
    return first;
  }
}

function discardRest(request: IncomingMessage): void {
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS).unref();
  request.once('close', () => clearTimeout(timer));
}

function tooLarge(maxBytes: number): DispatchError {
  return new DispatchError('payload_too_large', `The body is larger than ${maxBytes} bytes`);
}
