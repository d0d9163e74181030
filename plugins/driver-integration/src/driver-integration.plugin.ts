import { Inject, type OnApplicationBootstrap, type OnApplicationShutdown, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  defaultOrderProcess,
  Injector,
  PluginCommonModule,
  VendurePlugin,
  type CustomFieldConfig,
  type InjectableStrategy,
  type OrderProcess,
  type RuntimeVendureConfig,
} from '@vendure/core';
import { adminSchema } from './api/admin-schema';
import { DeliveryActionsAdminResolver } from './api/delivery-actions-admin.resolver';
import { DeliveryMessagesAdminResolver } from './api/delivery-messages-admin.resolver';
import { DeadLetterResolver, DispatchAdminResolver } from './api/dispatch-admin.resolver';
import { DispatchMapResolver } from './api/dispatch-map.resolver';
import { DriverActionsAdminResolver } from './api/driver-actions-admin.resolver';
import { DriverAdminResolver } from './api/driver-admin.resolver';
import { DriverDeliveryAdminResolver } from './api/driver-delivery-admin.resolver';
import { PersonalDataAdminResolver } from './api/personal-data-admin.resolver';
import { DriverDeliveryShopResolver } from './api/driver-delivery-shop.resolver';
import { TrackingShopResolver } from './api/tracking-shop.resolver';
import { OrderDeliveryAdminResolver } from './api/order-delivery-admin.resolver';
import { OrderDeliveryShopResolver } from './api/order-delivery-shop.resolver';
import { driverDeliveryPermission, driverPermission } from './api/permission';
import { DriverSessionAdminResolver } from './api/driver-session-admin.resolver';
import { DriverTrackerAdminResolver } from './api/driver-tracker-admin.resolver';
import {
  DriverDeliveryResultResolver,
  DriverInvitationResultResolver,
  DriverResultResolver,
  NewDriverTrackerSecretResultResolver,
} from './api/result-unions.resolver';
import { shopSchema } from './api/shop-schema';
import { DRIVER_INTEGRATION_CONFIGURATION } from './configuration/constants';
import {
  withDefaults,
  type DriverIntegrationConfiguration,
  type DriverIntegrationOptions,
} from './configuration/options';
import { DeliveryContextService } from './deliveries/delivery-context.service';
import { DeliveryHistoryService } from './deliveries/delivery-history.service';
import { DriverDeliveryTimelineEntry } from './deliveries/driver-delivery-timeline-entry.entity';
import { DriverDelivery } from './deliveries/driver-delivery.entity';
import { DriverDeliveryService } from './deliveries/driver-delivery.service';
import { DeliveryMessagesService } from './dispatcher/delivery-messages.service';
import { DriverAdminService } from './dispatcher/driver-admin.service';
import { DriverSessionAdminService } from './dispatcher/driver-session-admin.service';
import { DriverTrackerAdminService } from './dispatcher/driver-tracker-admin.service';
import { HiddenLocationsService } from './dispatcher/hidden-locations.service';
import { DeliveryEventsController } from './events/delivery-events.controller';
import { EventApplierService } from './events/event-applier.service';
import { EventPublisherService } from './events/event-publisher.service';
import { EventTargetService } from './events/event-target.service';
import { AggregateOrderService } from './fulfillment/aggregate-order.service';
import { forAggregateOrders } from './fulfillment/aggregate-order-process';
import { FulfillmentTriggerService } from './fulfillment/fulfillment-trigger.service';
import { OutOfSyncOrdersService } from './fulfillment/out-of-sync-orders.service';
import { OrderSyncService } from './fulfillment/order-sync.service';
import { OrderFulfillmentService } from './fulfillment/order-fulfillment.service';
import { EngineHealthService } from './engine/engine-health.service';
import { ADDRESS_FIELDS } from './submission/address-fields';
import { DropoffLocatorService } from './submission/dropoff-locator.service';
import { ChannelScopeService } from './deliveries/channel-scope.service';
import { DeadLetterAdminService } from './dispatcher/dead-letter-admin.service';
import { DeliveryActionsService } from './dispatcher/delivery-actions.service';
import { DispatchStatisticsService } from './dispatcher/dispatch-statistics.service';
import { DeliveryCandidatesService } from './dispatcher/delivery-candidates.service';
import { DispatchStatusService } from './dispatcher/dispatch-status.service';
import { EngineOperatorService } from './engine/engine-operator.service';
import { UnmatchedAdminService } from './dispatcher/unmatched-admin.service';
import { KnownDeliveriesService } from './events/known-deliveries.service';
import { DeliveryPinService } from './proof/delivery-pin.service';
import { DriverDeliveryProofImage } from './proof/driver-delivery-proof-image.entity';
import { proofImageMiddlewares } from './proof/proof-image.middlewares';
import { ProofImageService } from './proof/proof-image.service';
import { CustomerDeletionService } from './personal-data/customer-deletion.service';
import { CustomerExportService } from './personal-data/customer-export.service';
import { DeliveryEraserService } from './personal-data/delivery-eraser.service';
import { DriverDataService } from './personal-data/driver-data.service';
import { DriverNameEraserService } from './personal-data/driver-name-eraser.service';
import { RetentionService } from './personal-data/retention.service';
import { ProofImagesController } from './proof/proof-images.controller';
import { MismatchService } from './events/mismatch.service';
import { LocalEndService } from './reconciliation/local-end.service';
import { ReconciliationService } from './reconciliation/reconciliation.service';
import { eventMiddleware } from './events/signed-body.middleware';
import { CancellationService } from './submission/cancellation.service';
import { EngineUpdateService } from './submission/engine-update.service';
import { EngineService } from './engine/engine.service';
import { OpenDeliveriesService } from './submission/open-deliveries.service';
import { PickupUpdateService } from './submission/pickup-update.service';
import { SubmissionBuilderService } from './submission/submission-builder.service';
import { SubmissionOutcomeService } from './submission/submission-outcome.service';
import { SubmissionStarterService } from './submission/submission-starter.service';
import { SubmissionSweepService } from './submission/submission-sweep.service';
import { SubmissionService } from './submission/submission.service';
import { SellerRoleService } from './roles/seller-role.service';
import { OpenOffersService } from './dispatcher/open-offers.service';
import { DispatchSweepService } from './sweep/dispatch-sweep.service';
import { dispatchSweepTask } from './sweep/dispatch-sweep.task';
import { LiveLocationService } from './tracking/live-location.service';
import { TrackingService } from './tracking/tracking.service';
import { DeliveryOrderProcess } from './trigger/delivery-order-process';
import { DeliveryTriggerService } from './trigger/delivery-trigger.service';
import { DriverDeliveryDeclined } from './trigger/driver-delivery-declined.entity';
import { FIRST_START_SETTING, FirstStartService } from './trigger/first-start.service';
import { UnsubmittedOrdersService } from './trigger/unsubmitted-orders.service';

/**
 * Submits paid orders to the assignment engine and shows their deliveries.
 *
 * @example
 * ```ts
 * plugins: [
 *   SellerStoreInfoPlugin.init({}),
 *   DriverIntegrationPlugin.init({
 *     engine: httpEngine({ url: 'http://localhost:3300', keys: { send: [...], receive: [...] } }),
 *     pickupStrategy: new StockLocationPickupStrategy(),
 *   }),
 * ]
 * ```
 */
@VendurePlugin({
  imports: [PluginCommonModule],
  compatibility: '^3.7.0',
  dashboard: '../dashboard/index.tsx',
  entities: [DriverDelivery, DriverDeliveryDeclined, DriverDeliveryTimelineEntry, DriverDeliveryProofImage],
  controllers: [DeliveryEventsController, ProofImagesController],
  providers: [
    {
      provide: DRIVER_INTEGRATION_CONFIGURATION,
      useFactory: () => DriverIntegrationPlugin.configuration,
    },
    AggregateOrderService,
    CancellationService,
    ChannelScopeService,
    CustomerDeletionService,
    CustomerExportService,
    DeadLetterAdminService,
    DeliveryActionsService,
    DeliveryMessagesService,
    DeliveryCandidatesService,
    DeliveryContextService,
    DeliveryEraserService,
    DeliveryHistoryService,
    DeliveryPinService,
    DeliveryTriggerService,
    DriverDeliveryService,
    MismatchService,
    DispatchStatisticsService,
    DispatchStatusService,
    DispatchSweepService,
    DriverAdminService,
    DriverDataService,
    DriverNameEraserService,
    DriverSessionAdminService,
    DriverTrackerAdminService,
    DropoffLocatorService,
    EngineHealthService,
    EngineOperatorService,
    EngineService,
    EngineUpdateService,
    EventApplierService,
    EventPublisherService,
    EventTargetService,
    FirstStartService,
    FulfillmentTriggerService,
    HiddenLocationsService,
    KnownDeliveriesService,
    OutOfSyncOrdersService,
    LiveLocationService,
    LocalEndService,
    UnsubmittedOrdersService,
    OpenDeliveriesService,
    OpenOffersService,
    OrderSyncService,
    OrderFulfillmentService,
    PickupUpdateService,
    ProofImageService,
    ReconciliationService,
    RetentionService,
    SellerRoleService,
    SubmissionBuilderService,
    SubmissionOutcomeService,
    SubmissionStarterService,
    SubmissionService,
    SubmissionSweepService,
    TrackingService,
    UnmatchedAdminService,
  ],
  exports: [
    DeliveryActionsService,
    DeliveryPinService,
    DispatchSweepService,
    DriverAdminService,
    DriverDeliveryService,
    DriverSessionAdminService,
    DriverTrackerAdminService,
    TrackingService,
  ],
  shopApiExtensions: {
    schema: shopSchema,
    resolvers: [OrderDeliveryShopResolver, DriverDeliveryShopResolver, TrackingShopResolver],
  },
  adminApiExtensions: {
    schema: adminSchema,
    resolvers: [
      OrderDeliveryAdminResolver,
      DriverDeliveryAdminResolver,
      DeliveryActionsAdminResolver,
      DeliveryMessagesAdminResolver,
      DriverActionsAdminResolver,
      DriverAdminResolver,
      DriverSessionAdminResolver,
      PersonalDataAdminResolver,
      DriverTrackerAdminResolver,
      DriverDeliveryResultResolver,
      DriverResultResolver,
      DriverInvitationResultResolver,
      NewDriverTrackerSecretResultResolver,
      DispatchAdminResolver,
      DispatchMapResolver,
      DeadLetterResolver,
    ],
  },
  configuration: configure,
})
export class DriverIntegrationPlugin implements OnApplicationBootstrap, OnApplicationShutdown {
  private static configuration: DriverIntegrationConfiguration;

  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly submissions: SubmissionStarterService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** Options of the last {@link init}, with defaults. */
  static get current(): DriverIntegrationConfiguration {
    return this.configuration;
  }

  static init(options: DriverIntegrationOptions): Type<DriverIntegrationPlugin> {
    this.configuration = withDefaults(options);
    return DriverIntegrationPlugin;
  }

  async onApplicationBootstrap(): Promise<void> {
    const injector = new Injector(this.moduleRef);
    for (const strategy of this.strategies()) {
      await strategy.init?.(injector);
    }
    this.submissions.watchPickups();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const strategy of this.strategies()) {
      await strategy.destroy?.();
    }
  }

  private strategies(): InjectableStrategy[] {
    const { configuration } = this;
    return [
      configuration.pickupStrategy,
      configuration.geocodingStrategy,
      configuration.driverDeliveryStrategy,
      configuration.requirementsStrategy,
      configuration.readinessStrategy,
      configuration.tracking.etaStrategy,
      configuration.tracking.promisedTimeStrategy,
      configuration.proof.deliveryPinStrategy,
    ];
  }
}

function configure(config: RuntimeVendureConfig): RuntimeVendureConfig {
  const processes = DriverIntegrationPlugin.current.transitionOrders
    ? config.orderOptions.process.map((process) =>
        isDefaultProcess(process) ? forAggregateOrders(process) : process,
      )
    : config.orderOptions.process;
  config.orderOptions.process = [...processes, new DeliveryOrderProcess()];
  config.authOptions.customPermissions.push(driverDeliveryPermission, driverPermission);
  config.settingsStoreFields = { ...config.settingsStoreFields, ...FIRST_START_SETTING };
  const { current } = DriverIntegrationPlugin;
  config.apiOptions.middleware.push(eventMiddleware(current), ...proofImageMiddlewares(current));
  config.schedulerOptions.tasks = [...(config.schedulerOptions.tasks ?? []), dispatchSweepTask];
  addFields(config.customFields.Address, ADDRESS_FIELDS);
  addFields(config.customFields.ProductVariant, current.requirementsStrategy.variantFields ?? []);
  return config;
}

/** Adds the custom fields that the shop does not have. */
function addFields(existing: CustomFieldConfig[], fields: readonly CustomFieldConfig[]): void {
  const known = new Set(existing.map(({ name }) => name));
  existing.push(...fields.filter(({ name }) => !known.has(name)));
}

/** Whether a process is Vendure's default process, which Vendure copies with the same functions. */
function isDefaultProcess({ onTransitionStart }: OrderProcess<never>): boolean {
  return onTransitionStart === (defaultOrderProcess as OrderProcess<never>).onTransitionStart;
}
