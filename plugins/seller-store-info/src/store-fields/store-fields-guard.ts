import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventBus, StockLocationEvent, UserInputError } from '@vendure/core';
import { storeFieldsFault } from './store-fields-fault';

/**
 * Refuses a stock location whose store fields are wrong as a whole, such as half a coordinate.
 *
 * A field's own validation sees one value of one request; only the event carries the row as it is about to be
 * committed. The handler runs within the publisher's transaction, so that throwing takes the write back; code
 * that saves a stock location outside of a transaction gets the error, and the row stays.
 */
@Injectable()
export class StoreFieldsGuard implements OnModuleInit {
  constructor(private readonly eventBus: EventBus) {}

  onModuleInit(): void {
    this.eventBus.registerBlockingEventHandler({
      id: 'seller-store-info-fields',
      event: StockLocationEvent,
      handler: ({ type, entity, ctx }) => {
        const fault = type === 'deleted' ? undefined : storeFieldsFault(entity.customFields);
        if (fault) {
          const own = fault.find(({ languageCode }) => languageCode === ctx.languageCode);
          throw new UserInputError((own ?? fault[0]).value);
        }
      },
    });
  }
}
