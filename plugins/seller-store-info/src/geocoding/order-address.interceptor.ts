import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { ModifyOrderInput, OrderAddress } from '@vendure/common/lib/generated-types';
import { Logger, Order, RequestContextService, type RequestContext } from '@vendure/core';
import { setTimeout as wait } from 'node:timers/promises';
import { concatMap, from, of, type Observable } from 'rxjs';
import { NoGeocodingStrategy } from '../configuration/no-geocoding-strategy';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { pointOfAddress } from './address-fields';
import { addressFingerprint } from './address-fingerprint';
import { GeocodingQueueService } from './geocoding-queue.service';
import { OrderAddressService } from './order-address.service';

/** The mutations of Vendure that set the shipping address of an order. Vendure publishes no event for them. */
const ADDRESS_MUTATIONS = new Set(['setOrderShippingAddress', 'setDraftOrderShippingAddress', 'modifyOrder']);

/**
 * Geocodes a shipping address after the mutation that set it has been committed and before its response, so that a following
 * query for shipping methods has the coordinates. The response waits for at most `orderGeocodingWaitMs`. After a failure a
 * job retries.
 */
@Injectable()
export class OrderAddressInterceptor implements NestInterceptor {
  constructor(
    private readonly addresses: OrderAddressService,
    private readonly queue: GeocodingQueueService,
    private readonly contexts: RequestContextService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (
      context.getType<GqlContextType>() !== 'graphql' ||
      !ADDRESS_MUTATIONS.has(context.getHandler().name)
    ) {
      return next.handle();
    }
    const execution = GqlExecutionContext.create(context);
    const { req } = execution.getContext<Pick<RequestContext, 'req'>>();
    const { input } = execution.getArgs<{ input?: Partial<ModifyOrderInput> }>();
    return from(this.removeOldCoordinates(input)).pipe(
      concatMap(() => next.handle()),
      concatMap((result) => (input?.dryRun ? of(result) : this.locateAfterCommit(result, req))),
    );
  }

  /**
   * Removes the old coordinates if a modification changes the address without new coordinates. Vendure would keep them,
   * because it merges the changed fields into the old address. The prices of the modification already use the change.
   */
  private async removeOldCoordinates({ orderId, updateShippingAddress }: Partial<ModifyOrderInput> = {}) {
    const change = updateShippingAddress as OrderAddress | null | undefined;
    if (!orderId || !change || pointOfAddress(change)) {
      return;
    }
    const before = await this.addresses.addressOf(await this.contexts.create({ apiType: 'admin' }), orderId);
    const isUnchanged = addressFingerprint({ ...before, ...change }) === addressFingerprint({ ...before });
    if (!pointOfAddress(before) || isUnchanged) {
      return;
    }
    const noCoordinates = { latitude: null, longitude: null, geocodingPrecision: null };
    change.customFields = { ...before?.customFields, ...change.customFields, ...noCoordinates };
  }

  /** @param handled the response, or a promise that resolves after the commit */
  private async locateAfterCommit(handled: unknown, req: RequestContext['req']): Promise<unknown> {
    const result = await handled;
    if (result instanceof Order && !(this.options.geocodingStrategy instanceof NoGeocodingStrategy)) {
      await this.locateInTime(result, req);
    }
    return result;
  }

  private async locateInTime(order: Order, req: RequestContext['req']): Promise<void> {
    const timeout = new AbortController();
    await Promise.race([
      this.locate(order, req).finally(() => timeout.abort()),
      wait(this.options.orderGeocodingWaitMs, undefined, timeout).catch(() => undefined),
    ]);
  }

  private async locate(order: Order, req: RequestContext['req']): Promise<void> {
    try {
      const ctx = await this.contexts.create({ apiType: 'admin', req });
      order.shippingAddress = (await this.addresses.locateOrder(ctx, order.id)) ?? order.shippingAddress;
    } catch (error) {
      Logger.warn(
        `Geocoding of order ${order.code} failed, retrying in a job: ${String(error)}`,
        'SellerStoreInfoPlugin',
      );
      await this.queue
        .add({ subject: 'order', id: order.id })
        .catch((cause) =>
          Logger.error(
            `Adding the geocoding job of order ${order.code} failed: ${cause}`,
            'SellerStoreInfoPlugin',
          ),
        );
    }
  }
}
