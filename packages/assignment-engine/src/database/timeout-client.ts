import { Client } from 'pg';

/** Whether a query timed out without a reply on its connection. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

/**
 * A client that closes its connection after a query timeout. Otherwise the pool would reuse a dead connection (after a
 * fail-over or a network failure) until the kernel detects it.
 */
export class TimeoutClient extends Client {
  // Accepts all signatures of pg's `query`.
  override query(...args: unknown[]): never {
    const result = (Client.prototype.query as (...args: unknown[]) => unknown).apply(this, args);
    if (result instanceof Promise) {
      result.catch((error: Error) => {
        if (isUnanswered(error)) {
          this.destroyConnection();
        }
      });
    }
    return result as never;
  }

  /** Registers a statement that the server has already prepared, so that it is not sent again. */
  notePrepared(name: string, text: string): void {
    (this.connection as unknown as { parsedStatements: Record<string, string> }).parsedStatements[name] =
      text;
  }

  /** Destroys the connection without a Terminate message. Its pending queries fail. */
  destroyConnection(): void {
    this.connection.stream.destroy();
  }
}
