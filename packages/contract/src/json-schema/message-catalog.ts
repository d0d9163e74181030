import * as alerts from '../messages/alerts';
import * as deliveryEventBatch from '../messages/delivery-event-batch';
import * as deliveryEvents from '../messages/delivery-events';
import * as driverApp from '../messages/driver-app-messages';
import * as deliveryRecords from '../messages/delivery-records';
import * as driverQuery from '../messages/driver-query';
import * as driverRecords from '../messages/driver-records';
import * as operator from '../messages/operator-messages';
import * as proofs from '../messages/proof-of-delivery';
import * as reconciliation from '../messages/reconciliation';
import * as replies from '../messages/replies';
import * as sellerOrders from '../messages/seller-order-messages';
import * as unmatched from '../messages/unmatched-deliveries';

/** All messages and replies of the contract by their published name. */
export const MESSAGE_CATALOG = {
  SellerOrderReady: sellerOrders.sellerOrderReadySchema,
  SellerOrder: sellerOrders.sellerOrderSchema,
  SellerOrderUpdated: sellerOrders.sellerOrderUpdatedSchema,
  SellerOrderCancelled: sellerOrders.sellerOrderCancelledSchema,
  DeliveryEventBatch: deliveryEventBatch.deliveryEventBatchSchema,
  DeliveryEventResults: deliveryEventBatch.deliveryEventResultsSchema,
  DeliveryAssigned: deliveryEvents.deliveryAssignedSchema,
  DeliveryReassigned: deliveryEvents.deliveryReassignedSchema,
  DeliveryUnassigned: deliveryEvents.deliveryUnassignedSchema,
  DeliveryPickedUp: deliveryEvents.deliveryPickedUpSchema,
  DeliveryDelivered: deliveryEvents.deliveryDeliveredSchema,
  DeliveryFailed: deliveryEvents.deliveryFailedSchema,
  DeliveryCancelled: deliveryEvents.deliveryCancelledSchema,
  DeliveryAlertRaised: deliveryEvents.deliveryAlertRaisedSchema,
  DeliveryAlertResolved: deliveryEvents.deliveryAlertResolvedSchema,
  DeliveryPinAttemptsReset: deliveryEvents.deliveryPinAttemptsResetSchema,
  ReconcileDeliveries: reconciliation.reconcileDeliveriesSchema,
  ReconcileReply: reconciliation.reconcileReplySchema,
  RegisterDriver: driverApp.registerDriverSchema,
  SetDriverStatus: driverApp.setDriverStatusSchema,
  ReportLocation: driverApp.reportLocationSchema,
  ReportLocations: driverApp.reportLocationsSchema,
  Heartbeat: driverApp.heartbeatSchema,
  PickUpDelivery: driverApp.pickUpDeliverySchema,
  CompleteDelivery: driverApp.completeDeliverySchema,
  FailDelivery: driverApp.failDeliverySchema,
  ProofImage: proofs.proofImageSchema,
  ProofImageReply: proofs.proofImageReplySchema,
  DeliveryReceipt: replies.deliveryReceiptSchema,
  SubmissionReply: replies.submissionReplySchema,
  DriverReply: replies.driverReplySchema,
  LocationsReply: replies.locationsReplySchema,
  HealthReport: replies.healthReportSchema,
  Alert: alerts.alertSchema,
  DriverRecord: driverRecords.driverRecordSchema,
  DriverPage: driverRecords.driverPageSchema,
  DriverQuery: driverQuery.driverQuerySchema,
  CreateDriver: driverRecords.createDriverSchema,
  DriverEdit: driverRecords.driverEditSchema,
  DriverStatusUpdate: driverRecords.driverStatusUpdateSchema,
  DriverStatusHistory: driverRecords.driverStatusHistorySchema,
  DeliveryRecord: deliveryRecords.deliveryRecordSchema,
  AssignManually: operator.assignManuallySchema,
  Reassign: operator.reassignSchema,
  EndDelivery: operator.endDeliverySchema,
  ResetFailedPinAttempts: operator.resetFailedPinAttemptsSchema,
  Fleet: operator.fleetSchema,
  DeadLetterFilter: operator.deadLetterFilterSchema,
  DeadLetterPage: operator.deadLetterPageSchema,
  UnmatchedPage: unmatched.unmatchedPageSchema,
  WebhookEndpoint: operator.webhookEndpointSchema,
};
