import { EOL } from 'node:os';
import Transport from 'winston-transport';

/** Where winston puts a line as it is to be written. */
const MESSAGE = Symbol.for('message');

/** How long a line may wait for others, in ms. */
const FLUSH_AFTER_MS = 50;

/**
 * Writes lines to the console, those of a moment together: at a thousand orders a second a write for each line would
 * cost as much as an order. What waits is written when the process ends.
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
