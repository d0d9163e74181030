import { EOL } from 'node:os';
import Transport from 'winston-transport';

/** Symbol of the formatted line in winston's `info` object. */
const MESSAGE = Symbol.for('message');

/** Milliseconds between two writes. */
const FLUSH_AFTER_MS = 50;

/**
 * Writes lines to the console in batches: at a thousand orders per second one write per line would cost as much as an
 * order. Buffered lines are written when the process exits.
 */
export class ConsoleTransport extends Transport {
  private lines: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    super();
    process.once('exit', this.flush);
  }

  override log(info: Record<symbol, unknown>, done: () => void): void {
    this.lines.push(String(info[MESSAGE]));
    this.timer ??= setTimeout(this.flush, FLUSH_AFTER_MS).unref();
    done();
  }

  override close(): void {
    process.removeListener('exit', this.flush);
    this.flush();
  }

  private readonly flush = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lines.length > 0) {
      process.stdout.write(this.lines.join(EOL) + EOL);
      this.lines = [];
    }
  };
}
