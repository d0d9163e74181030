import { renderUnicodeCompact } from 'uqr';
import type { EngineConfiguration } from '../configuration/engine-options';
import { createDataSource } from '../database/create-data-source';
import { DriverSessionsService } from '../driver-sessions/driver-sessions.service';
import { createLogger } from '../observability/create-logger';

/**
 * Invites a driver.
 *
 * @returns the link, and a QR code of it for terminals
 * @throws Error without a public URL; DispatchError `not_found`, `driver_inactive`
 */
export async function invite(configuration: EngineConfiguration, driverId: string): Promise<string> {
  if (configuration.http?.publicUrl === undefined) {
    throw new Error('PUBLIC_URL: is missing. The link of an invitation starts with it.');
  }
  const logger = createLogger({ ...configuration.logging, level: 'warn' });
  const dataSource = await createDataSource(configuration).initialize();
  try {
    const { link, expiresAt } = await new DriverSessionsService(dataSource, configuration, logger).invite(
      driverId,
    );
    return `${renderUnicodeCompact(link!)}\n\n${link}\n\nWorks once, until ${expiresAt}.\n`;
  } finally {
    await dataSource.destroy();
  }
}
