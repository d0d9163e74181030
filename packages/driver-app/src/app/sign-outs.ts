import { DispatchError } from '@driver-dispatch/contract/messages';
import type { Database } from '../storage/database';

/** Ends sessions at the engine after a sign-out, also one without a network. */
export class SignOuts {
  constructor(
    private readonly database: Database,
    /** Ends the session of a token. Throws a DispatchError. */
    private readonly signOut: (token: string) => Promise<void>,
  ) {}

  /** Ends a session, later if there is no network. Its token stays on the device until then. */
  async end(token: string): Promise<void> {
    await this.database.set('signedOut', [...(await this.tokens()), token]);
    await this.endRemaining();
  }

  /** Ends the sessions that are not ended yet. */
  async endRemaining(): Promise<void> {
    for (const token of await this.tokens()) {
      if (await this.signOut(token).then(() => true, isFinal)) {
        const others = (await this.tokens()).filter((other) => other !== token);
        await this.database.set('signedOut', others);
      }
    }
  }

  private async tokens(): Promise<string[]> {
    return (await this.database.get('signedOut')) ?? [];
  }
}

/** Whether the engine has answered, such as that the session has ended before. */
function isFinal(error: unknown): boolean {
  return error instanceof DispatchError && !error.retryable;
}
