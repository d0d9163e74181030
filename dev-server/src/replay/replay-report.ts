import type { MdrpInstance } from './mdrp-instance';
import type { CompletedTrip } from './replay';
import { summarize, type Summary } from '../statistics/summary';

export interface ReplayReport {
  orders: number;
  delivered: number;
  /** Minutes from placing the order to the drop-off; `null` without a completed trip. */
  clickToDoor: Summary | null;
  /** Minutes from ready to picked up; `null` without a completed trip. */
  readyToPickup: Summary | null;
  /** Time with an order divided by time on duty, both with overtime; 0 to 1. */
  courierUtilisation: number;
}

/** Calculates the measures of the Meal Delivery Routing Problem (MDRP) for a replay. */
export function createReport(instance: MdrpInstance, trips: readonly CompletedTrip[]): ReplayReport {
  const busy = trips.reduce((sum, trip) => sum + trip.freeAt - trip.assignedAt, 0);
  const onDuty = instance.couriers.reduce((sum, { id, shiftStart, shiftEnd }) => {
    const freeTimes = trips.filter(({ driverId }) => driverId === id).map(({ freeAt }) => freeAt);
    return sum + Math.max(shiftEnd, ...freeTimes) - shiftStart;
  }, 0);
  return {
    orders: instance.orders.length,
    delivered: trips.length,
    clickToDoor: roundedSummary(trips.map(({ deliveredAt, order }) => deliveredAt - order.placementTime)),
    readyToPickup: roundedSummary(trips.map(({ pickedUpAt, order }) => pickedUpAt - order.readyTime)),
    courierUtilisation: onDuty > 0 ? round(busy / onDuty, 3) : 0,
  };
}

/** The report as lines of text. */
export function formatReport(report: ReplayReport): string[] {
  const minutes = (summary: Summary | null) =>
    summary ? `mean ${summary.mean}, median ${summary.median}, p90 ${summary.p90} min` : 'none';
  return [
    `Delivered          ${report.delivered} of ${report.orders} orders`,
    `Click to door      ${minutes(report.clickToDoor)}`,
    `Ready to pickup    ${minutes(report.readyToPickup)}`,
    `Couriers busy      ${Math.round(report.courierUtilisation * 100)} % of their time on duty`,
  ];
}

function roundedSummary(values: readonly number[]): Summary | null {
  const summary = summarize(values);
  return summary
    ? { mean: round(summary.mean, 2), median: round(summary.median, 2), p90: round(summary.p90, 2) }
    : null;
}

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;
