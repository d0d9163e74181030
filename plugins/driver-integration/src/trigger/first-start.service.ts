import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger, RequestContextService, SettingsStoreService } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';

const NAMESPACE = 'driverDispatch';
const FIELD = 'firstStart';

/** Where Vendure's settings store keeps it: of the whole shop, and nothing that an API may change. */
export const FIRST_START_SETTING = { [NAMESPACE]: [{ name: FIELD, readonly: true }] };

/** Remembers when this plugin was started in this shop for the first time. */
@Injectable()
export class FirstStartService implements OnApplicationBootstrap {
  constructor(
    private readonly contexts: RequestContextService,
    private readonly settings: SettingsStoreService,
  ) {}

  /** A shop whose tables are not made yet starts all the same. */
  async onApplicationBootstrap(): Promise<void> {
    await this.at().catch((error: Error) =>
      Logger.warn(`The first start is remembered later: ${error.message}`, LOG_CONTEXT),
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
    // Of several processes that start at once one is first: all read its time from then on.
    const { result, error } = await this.settings.set(ctx, key, { at: now.toISOString() });
    if (!result) {
      throw new Error(error);
    }
    return now;
  }
}
