import { DefaultLogger } from '@vendure/core';

/** Vendure's logger without the warning that is meant here: the password is open so that anyone can log in. */
export class DevelopmentLogger extends DefaultLogger {
  override warn(message: string, context?: string): void {
    if (!message.startsWith('Default superadmin password')) {
      super.warn(message, context);
    }
  }
}
