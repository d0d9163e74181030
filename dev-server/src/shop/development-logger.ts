import { DefaultLogger } from '@vendure/core';

/** What need not be told: the password is open so that anyone can log in, and PostgreSQL stops with the shop. */
const MEANT = [/^Default superadmin password/, /terminating connection due to administrator command/];

/** Vendure's logger without the warnings of what is meant here. */
export class DevelopmentLogger extends DefaultLogger {
  override warn(message: string, context?: string): void {
    if (!MEANT.some((pattern) => pattern.test(message))) {
      super.warn(message, context);
    }
  }
}
