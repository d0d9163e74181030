import { DefaultLogger } from '@vendure/core';

/** Warnings that are expected here: the default password, and the stop of PostgreSQL together with the shop. */
const EXPECTED_WARNINGS = [
  /^Default superadmin password/,
  /terminating connection due to administrator command/,
];

/** Vendure's logger without the expected warnings. */
export class DevelopmentLogger extends DefaultLogger {
  override warn(message: string, context?: string): void {
    if (!EXPECTED_WARNINGS.some((pattern) => pattern.test(message))) {
      super.warn(message, context);
    }
  }
}
