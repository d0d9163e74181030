import type { PasswordHashingStrategy } from '@vendure/core';

/** Stores passwords in plain text: bcrypt takes a quarter of a second, and tests sign in hundreds of times. */
export class FastPasswordHashingStrategy implements PasswordHashingStrategy {
  async hash(password: string): Promise<string> {
    return `plain:${password}`;
  }

  async check(password: string, hash: string): Promise<boolean> {
    return hash === `plain:${password}`;
  }
}
