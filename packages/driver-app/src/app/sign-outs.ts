import { DispatchError } from '@driver-dispatch/contract/messages';
import type { Database } from '../storage/database';

/** Pause before another try to end a session whose token can't be stored, in ms. */
const RETRY_MS = 30_000;

interface Parts {
  database: Pick<Database, 'get' | 'set'>;
  /** Ends the session of a token. Throws a DispatchError. */
  signOut: (token: string) => Promise<void>;
  /** Receives whether a session ends only while the app is open, because its token can't be stored. */
  onUnstored: (isUnstored: boolean) => void;
}

/** Ends sessions at the engine after a sign-out, also one without a network. */
export class SignOuts {
  /** Tokens that the device could not store, such as in a full storage. */
  private unstored: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: Parts) {}

  /** Ends a session, later if there is no network. Its token stays on the device until then. */
  async end(token: string): Promise<void> {
    try {
      await this.parts.database.set('signedOut', [...(await this.stored()), token]);
    } catch {
      this.unstored.push(token);
    }
    await this.endRemaining();
  }

  /** Ends the sessions that are not ended yet. */
  async endRemaining(): Promise<void> {
    for (const token of await this.stored()) {
      if (await this.isEnded(token)) {
        const others = (await this.stored()).filter((other) => other !== token);
        await this.parts.database.set('signedOut', others);
      }
    }
    await this.endUnstored();
  }

  private async endUnstored(): Promise<void> {
    if (this.unstored.length === 0) {
      return;
    }
    for (const token of this.unstored) {
      if (await this.isEnded(token)) {
        this.unstored = this.unstored.filter((other) => other !== token);
      }
    }
    const isUnstored = this.unstored.length > 0;
    this.parts.onUnstored(isUnstored);
    clearTimeout(this.timer);
    if (isUnstored) {
      this.timer = setTimeout(() => void this.endUnstored(), RETRY_MS);
    }
  }

  /** Ends a session. Returns whether the engine has answered, such as that the session has ended before. */
  private async isEnded(token: string): Promise<boolean> {
    try {
      await this.parts.signOut(token);
      return true;
    } catch (error) {
      return error instanceof DispatchError && !error.retryable;
    }
  }

  private async stored(): Promise<string[]> {
    return (await this.parts.database.get('signedOut')) ?? [];
  }
}
