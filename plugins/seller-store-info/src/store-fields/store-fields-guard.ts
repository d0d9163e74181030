import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventBus, StockLocationEvent, UserInputError } from '@vendure/core';
import { storeFieldsError } from './store-fields-error';

/**
 * Rejects a stock location with invalid store fields, such as a latitude without longitude.
 *
 * The validation of a custom field sees only its own value; the event has the whole row. The handler runs within the
 * transaction of the publisher, so that an error rolls the change back. Without a transaction the caller gets the error,
 * but the row stays saved.
 */
@Injectable()
export class StoreFieldsGuard implements OnModuleInit {
  constructor(private readonly eventBus: EventBus) {}

  onModuleInit(): void {
    this.eventBus.registerBlockingEventHandler({
      id: 'seller-store-info-fields',
      event: StockLocationEvent,
      handler: ({ type, entity, ctx }) => {
        const error = type === 'deleted' ? undefined : storeFieldsError(entity.customFields);
        if (error) {
          const own = error.find(({ languageCode }) => languageCode === ctx.languageCode);
          throw new UserInputError((own ?? error[0]).value);
        }
      },
    });
  }
}
