import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Instrument, Logger, RequestContextService, SettingsStoreService } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';

const NAMESPACE = 'driverDispatch';
const FIELD = 'firstStart';

/** Field of Vendure's settings store: global, and not writable by the API. */
export const FIRST_START_SETTING = { [NAMESPACE]: [{ name: FIELD, readonly: true }] };

/** Stores the time of the first start of this plugin in the shop. */
@Injectable()
@Instrument()
export class FirstStartService implements OnApplicationBootstrap {
  constructor(
    private readonly contexts: RequestContextService,
    private readonly settings: SettingsStoreService,
  ) {}

  /** Does not throw if the tables do not exist yet. */
  async onApplicationBootstrap(): Promise<void> {
    await this.at().catch((error: Error) =>
      Logger.warn(`First start not stored yet: ${error.message}`, LOG_CONTEXT),
    );
  }

  async at(): Promise<Date> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    const key = `${NAMESPACE}.${FIELD}`;
    const known = await this.settings.get<{ at: string }>(ctx, key);
    if (known !== undefined) {
      return new Date(known.at);
    }
    const now = new Date();
    // If several processes start concurrently, later calls return the stored time of one of them.
    const { result, error } = await this.settings.set(ctx, key, { at: now.toISOString() });
    if (!result) {
      throw new Error(error);
    }
    return now;
  }
}
