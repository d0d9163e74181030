import { Client } from 'pg';

/** Whether a query was given up because nothing came back on its connection. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

/**
 * A client that gives its connection up with a query that was not answered in time. Behind a connection that died
 * without a word (a fail-over, a pulled cable) the pool would otherwise hand the same client out again and again,
 * for as long as the kernel believes in it.
 */
export class TimeoutClient extends Client {
  // The signatures of pg's `query` are many; this one passes all of them on.
  override query(...args: unknown[]): never {
    const result = (Client.prototype.query as (...args: unknown[]) => unknown).apply(this, args);
    if (result instanceof Promise) {
      result.catch((error: Error) => {
        if (isUnanswered(error)) {
          this.cut();
        }
      });
    }
    return result as never;
  }

  /** Notes that the server has a statement by this name: it is not sent once more. */
  notePrepared(name: string, text: string): void {
    (this.connection as unknown as { parsedStatements: Record<string, string> }).parsedStatements[name] =
      text;
  }

  /** Ends the connection without a word; whoever waits for an answer on it gets an error. */
  cut(): void {
    this.connection.stream.destroy();
  }
}
