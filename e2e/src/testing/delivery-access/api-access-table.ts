/**
 * Access to each Admin and Shop API field of both plugins. A field that is missing here fails the test.
 *
 * The root fields are requested as an anonymous user, as a customer, and as administrators of another seller: with all
 * permissions, with permissions to read, and with only `ReadOrder`:
 * - `refused`: answered with "You are not currently authorized"
 * - `unknown`: answered as if the seller's object did not exist
 * - `without`: answered without data of the seller
 * - `shown`: answered
 */
export type Access = 'refused' | 'unknown' | 'without' | 'shown';

export interface RootAccess {
  anonymous: Access;
  customer: Access;
  otherSeller: Access;
  reader: Access;
  withoutPermission: Access;
  /** Returns arguments with data of the seller. */
  args?: (seller: SellersOwn) => object;
}

/** Data of the seller that the other users request. */
export interface SellersOwn {
  deliveryId: string;
  driverId: string;
  sellerId: string;
  storeId: string;
  trackingCode: string;
  point: { lat: number; lon: number };
}

const administrators = (otherSeller: Access, args?: RootAccess['args']): RootAccess => ({
  anonymous: 'refused',
  customer: 'refused',
  otherSeller,
  reader: otherSeller,
  withoutPermission: 'refused',
  args,
});
const writers = (otherSeller: Access, args?: RootAccess['args']): RootAccess => ({
  ...administrators(otherSeller, args),
  reader: 'refused',
});
const allUsers = (access: Access, args?: RootAccess['args']): RootAccess => ({
  anonymous: access,
  customer: access,
  otherSeller: access,
  reader: access,
  withoutPermission: access,
  args,
});

const delivery = ({ deliveryId: id }: SellersOwn) => ({ id });
const store = ({ storeId: id }: SellersOwn) => ({ id });
const driver = ({ driverId }: SellersOwn) => ({ driverId });

export const ADMIN_ROOTS: Record<string, RootAccess> = {
  'Query.driverDeliveries': administrators('without'),
  'Query.driverDelivery': administrators('without', delivery),
  'Query.driverDeliveryCandidates': writers('unknown', delivery),
  'Query.stuckDriverDeliveries': administrators('without'),
  'Query.drivers': administrators('without'),
  'Query.driver': administrators('without', driver),
  'Query.driverSessions': administrators('unknown', driver),
  'Query.driverTrackerSecrets': administrators('unknown', driver),
  'Query.driverExport': writers('unknown', driver),
  'Query.customerDeliveriesExport': administrators('refused', () => ({ customerId: 'T_1' })),
  'Query.platformDrivers': administrators('without'),
  'Query.driverFleet': administrators('without'),
  'Query.dispatchMap': administrators('without'),
  'Query.driverDispatchStatus': administrators('without'),
  'Query.driverDispatchStatistics': administrators('without', () => ({ since: '2000-01-01T00:00:00Z' })),
  'Query.dispatchWebhookEndpoint': administrators('refused'),
  'Query.dispatchAlerts': administrators('refused'),
  'Query.driverDeliveryDeadLetters': administrators('without'),
  'Query.unmatchedDriverDeliveries': administrators('without'),
  'Query.sellerStores': administrators('without', ({ sellerId }) => ({ sellerId })),
  'Query.storesNear': administrators('without', ({ point }) => ({ input: { point } })),
  'Query.sellerStoreMapTiles': administrators('without'),
  'Query.sellerStoreAddressSearch': administrators('without'),
  'Query.geocodeSellerStoreAddress': writers('without', () => ({ address: { city: 'Berlin' } })),
  'Query.sellerStore': administrators('without', store),
  'Mutation.pauseSellerStore': writers('unknown', ({ storeId: id }) => ({ id, minutes: 30 })),
  'Mutation.resumeSellerStore': writers('unknown', store),
  'Mutation.retryDriverDelivery': writers('unknown', delivery),
  'Mutation.markDriverDeliveryReady': writers('unknown', delivery),
  'Mutation.redispatchDriverDelivery': writers('unknown', delivery),
  'Mutation.cancelDriverDelivery': writers('unknown', delivery),
  'Mutation.assignDriverDelivery': writers('unknown', ({ deliveryId: id, driverId }) => ({
    id,
    driverId,
  })),
  'Mutation.reassignDriverDelivery': writers('unknown', ({ deliveryId: id, driverId }) => ({
    id,
    driverId,
    fromDriverId: driverId,
  })),
  'Mutation.resetDriverDeliveryPinAttempts': writers('unknown', delivery),
  'Mutation.setDriverDeliveryDropoff': writers('unknown', ({ deliveryId: id, point }) => ({
    id,
    point,
  })),
  'Mutation.endDriverDelivery': writers('unknown', ({ deliveryId: id }) => ({
    id,
    outcome: 'FAILED',
    reason: 'X',
  })),
  'Mutation.sendDriverDeliveryMessage': writers('unknown', ({ deliveryId: id }) => ({ id, text: 'X' })),
  'Mutation.markDriverDeliveryMessagesRead': writers('unknown', ({ deliveryId: id }) => ({
    id,
    messageIds: ['00000000-0000-4000-8000-000000000000'],
  })),
  'Mutation.createDriver': writers('unknown', ({ driverId }) => ({ input: { driverId, name: 'X' } })),
  'Mutation.updateDriver': writers('unknown', ({ driverId }) => ({ input: { driverId, name: 'X' } })),
  'Mutation.setDriverStatus': writers('unknown', ({ driverId }) => ({ driverId, status: 'OFFLINE' })),
  'Mutation.deactivateDriver': writers('unknown', driver),
  'Mutation.reactivateDriver': writers('unknown', driver),
  'Mutation.eraseDriver': writers('unknown', driver),
  'Mutation.createDriverInvitation': writers('unknown', driver),
  'Mutation.revokeDriverSession': writers('unknown', ({ driverId }) => ({
    driverId,
    sessionId: '00000000-0000-4000-8000-000000000000',
  })),
  'Mutation.revokeDriverSessions': writers('unknown', driver),
  'Mutation.createDriverTrackerSecret': writers('unknown', driver),
  'Mutation.revokeDriverTrackerSecret': writers('unknown', ({ driverId }) => ({
    driverId,
    secretId: '00000000-0000-4000-8000-000000000000',
  })),
  'Mutation.replayDriverDeliveryDeadLetters': writers('unknown', () => ({
    eventId: '00000000-0000-4000-8000-000000000000',
  })),
  'Mutation.resumeDispatchWebhookEndpoint': writers('refused'),
};

export const SHOP_ROOTS: Record<string, RootAccess> = {
  // Everyone with the tracking code may track the delivery, but can't read its order.
  'Query.trackDriverDelivery': allUsers('shown', ({ trackingCode: code }) => ({ code })),
  'Query.driverDeliveryPin': allUsers('without', ({ trackingCode: secret }) => ({ secret })),
  'Query.sellerStores': allUsers('shown', ({ sellerId }) => ({ sellerId })),
  'Query.storesNear': allUsers('shown', ({ point }) => ({ input: { point } })),
  'Query.sellerDelivery': allUsers('shown', ({ sellerId, point }) => ({ input: { sellerId, point } })),
};

/**
 * Fields of objects. They are shown with the object unless their line has a comment. The test requests all of them below
 * every root field.
 */
const SELLER_STORE = {
  SellerStorePoint: 'lat lon',
  SellerStoreAddress: 'street city postalCode province countryCode',
  SellerStoreOpeningPeriod: 'from to',
  SellerStoreWeekdayHours: 'weekday periods',
  SellerStoreOpeningException: 'date periods',
  SellerStoreOpeningHours: 'weekdays exceptions',
  SellerStore:
    'id name point address phone preparationMinutes deliveryRadiusMetres timeZone openingHours pausedUntil openNow closesAt opensAt distanceMetres',
  SellerStoreList: 'items totalItems',
  StoresNearResponse: 'items totalItems',
};

export const ADMIN_FIELDS: Record<string, string> = {
  ...SELLER_STORE,
  // Only deliveries that the administrator may read; the test of orders requests them.
  Order: 'delivery deliveries',
  DriverDeliveryPoint: 'lat lon',
  DriverDeliveryProof: 'kind receivedBy imageUrl',
  // order: null without the permission to read orders.
  DriverDelivery:
    'id createdAt updatedAt order orderCode customerName dropoffStreet storeName state problem problemCode mismatch redeliveryNumber orderDeliveries pickup dropoff requirements readyAt canBeMarkedReady canSetDropoff canBeReassigned promisedAt eta openOffer engine engineDeliveryId sequence driverId driverName driverPhone vehicle distanceMetres submittedAt cancelRequestedAt cancelledBy cancelReasonCode cancelReason cancelRefusal unassignedAt assignedAt pickedUpAt deliveredAt failureCode endedBy endReason heldUntil noProgressSince driverSilentSince noShowSince proof trackingCode trackingUrl timeline',
  DriverDeliveryRequirements: 'vehicleKinds tags loadGrams',
  DriverDeliveryPlace: 'name point street city postalCode phone instructions',
  DriverDeliveryInEngine:
    'problem state sequence searchRadiusMetres waitingSince nextAttemptAt failedPinAttempts pinLockedUntil timeline assignments offers messages',
  DriverDeliveryMessage: 'messageId driverId operator text sentAt readAt readBy',
  DriverDeliveryStep:
    'eventId sequence type state actor data at acknowledgedAt sendAttempts lastError deadAt',
  DriverDeliveryAssignment:
    'driverId driverName distanceMetres source operator assignedAt releasedAt candidates',
  // driverId and driverName: outside the default channel only of a driver who has accepted.
  DriverDeliveryOffer:
    'offerId driverId driverName distanceMetres offeredAt endsAt outcome endedAt declineReason declineNote',
  // driverId and name: outside the default channel only of the chosen driver.
  RecordedCandidate: 'driverId name distanceMetres outcome statusAtAssignment reason',
  DriverDeliveryCandidate: 'driver distanceMetres eta unavailableReason',
  DriverDeliveryTimelineEntry: 'id sequence type at data',
  DriverDeliveryList: 'items totalItems',
  // channels: outside the default channel only the active one. delivery: of the active channel only.
  Driver:
    'id driverId createdAt updatedAt name phone vehicle plate tags loadCapacityGrams workingHours channels servesEveryChannel manageable active status statusSince holdSince point locationAt seenAt erasedAt delivery statusHistory',
  DriverWorkingPeriod: 'weekday from to',
  DriverStatusChange: 'status reason at',
  DriverInvitation: 'invitation link expiresAt',
  DriverSession: 'sessionId deviceName createdAt lastUsedAt expiresAt',
  DriverTrackerSecret: 'secretId label createdAt lastUsedAt',
  NewDriverTrackerSecret: 'secretId label createdAt secret url traccarLink ownTracksLink',
  DriverList: 'items totalItems',
  PlatformDriverCounts: 'available busy',
  DriverFleet: 'drivers deliveries truncated',
  DispatchMap: 'tiles places',
  DispatchMapTiles: 'url darkUrl attribution attributionUrl maxZoom',
  DispatchMapPlace: 'id name point',
  DriverDispatchStatus: 'states engine',
  DriverDispatchStatistics: 'secondsToAssign delivered deliveredOnTime',
  DriverDispatchProblem: 'code details message',
  DriverDeliveryStateCount: 'state count oldestAt',
  DispatchEngineStatus: 'status database redis queue warnings problem',
  DispatchWebhookEndpoint: 'state since consecutiveFailures lastError unsent deadLetters',
  DispatchAlert: 'id engineDeliveryId type raisedAt details',
  DispatchAlertList: 'items totalItems',
  DispatchStateError: 'errorCode message reason',
  DriverUnavailableError: 'errorCode message reason',
  DispatchRejectedError: 'errorCode message reason',
  DriverDeliveryDeadLetter:
    'id eventId engineDeliveryId delivery orderCode sequence type at deadAt attempts lastError',
  DriverDeliveryDeadLetterList: 'items totalItems',
  UnmatchedDriverDelivery:
    'id engineDeliveryId submissionKey sellerOrderId orderCode state driverId createdAt unmatchedSince',
  UnmatchedDriverDeliveryList: 'items totalItems',
  SellerStoreMapTiles: 'url darkUrl attribution attributionUrl maxZoom',
};

export const SHOP_FIELDS: Record<string, string> = {
  ...SELLER_STORE,
  SellerDelivery: 'deliverable reason store point readyAt eta',
  // Shown to users who may see the order; the test of orders requests them.
  Order: 'delivery deliveries',
  DriverDeliveryPoint: 'lat lon',
  DriverDeliveryProof: 'kind receivedBy imageUrl',
  // pin: the signed-in customer of the order only.
  DriverDelivery:
    'id orderCode state driverName vehicle distanceMetres createdAt assignedAt pickedUpAt deliveredAt trackingCode tracking pin',
  DriverDeliveryTracking:
    'state storeName storePhone storePoint dropoffPoint items driverName vehicle location eta assignedAt pickedUpAt deliveredAt proof',
  DriverDeliveryItem: 'name quantity',
  DriverDeliveryLocation: 'point at',
};
