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
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../plugin-options';
import { pointOfAddress } from './address-fields';
import { addressFingerprint } from './address-fingerprint';
import { GeocodingQueueService } from './geocoding-queue.service';
import { NoGeocodingStrategy } from './no-geocoding-strategy';
import { OrderAddressService } from './order-address.service';

/** The mutations of Vendure that set the shipping address of an order; no event tells of it. */
const SETTING_AN_ADDRESS = new Set([
  'setOrderShippingAddress',
  'setDraftOrderShippingAddress',
  'modifyOrder',
]);

/**
 * Looks up where the shipping address is that a mutation has just set: once it is committed, and before the answer
 * goes out, so that the shipping methods that are asked for next know the way. What takes longer than the configured
 * wait goes on meanwhile; what fails is tried again by a job.
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
      !SETTING_AN_ADDRESS.has(context.getHandler().name)
    ) {
      return next.handle();
    }
    const execution = GqlExecutionContext.create(context);
    const { req } = execution.getContext<Pick<RequestContext, 'req'>>();
    const { input } = execution.getArgs<{ input?: Partial<ModifyOrderInput> }>();
    return from(this.forgetPlaceBefore(input)).pipe(
      concatMap(() => next.handle()),
      concatMap((answer) => (input?.dryRun ? of(answer) : this.afterwards(answer, req))),
    );
  }

  /**
   * A modification merges lines of an address into the one that was there, and so keeps the coordinates of the place
   * before: unless it brings its own, it is made to take them away. What is priced within it sees that already.
   */
  private async forgetPlaceBefore({ orderId, updateShippingAddress }: Partial<ModifyOrderInput> = {}) {
    const change = updateShippingAddress as OrderAddress | null | undefined;
    if (!orderId || !change || pointOfAddress(change)) {
      return;
    }
    const before = await this.addresses.addressOf(await this.contexts.create({ apiType: 'admin' }), orderId);
    const isThere = addressFingerprint({ ...before, ...change }) === addressFingerprint({ ...before });
    if (!pointOfAddress(before) || isThere) {
      return;
    }
    const noPlace = { latitude: null, longitude: null, geocodingPrecision: null };
    change.customFields = { ...before?.customFields, ...change.customFields, ...noPlace };
  }

  /** @param handled the answer, or a promise of it: within a transaction, that of the commit */
  private async afterwards(handled: unknown, req: RequestContext['req']): Promise<unknown> {
    const answer = await handled;
    if (answer instanceof Order && !(this.options.geocoding instanceof NoGeocodingStrategy)) {
      await this.locateInTime(answer, req);
    }
    return answer;
  }

  private async locateInTime(order: Order, req: RequestContext['req']): Promise<void> {
    const patience = new AbortController();
    await Promise.race([
      this.locate(order, req).finally(() => patience.abort()),
      wait(this.options.orderGeocodingWaitMs, undefined, patience).catch(() => undefined),
    ]);
  }

  private async locate(order: Order, req: RequestContext['req']): Promise<void> {
    try {
      const ctx = await this.contexts.create({ apiType: 'admin', req });
      order.shippingAddress = (await this.addresses.locateOrder(ctx, order.id)) ?? order.shippingAddress;
    } catch (error) {
      Logger.warn(`Order ${order.code} is located later: ${String(error)}`, 'SellerStoreInfoPlugin');
      await this.queue
        .add({ subject: 'order', id: order.id })
        .catch((fault) =>
          Logger.error(`Order ${order.code} is not located: ${fault}`, 'SellerStoreInfoPlugin'),
        );
    }
  }
}
