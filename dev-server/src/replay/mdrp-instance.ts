/**
 * One day of meal deliveries in the format of the public Grubhub instances of the Meal Delivery Routing Problem
 * (D. Reyes, A. Erera, M. Savelsbergh, S. Sahasrabudhe, R. O'Neil, "The Meal Delivery Routing Problem",
 * 2018). Points are metres on a plane, times are minutes since the start of the day. The data calls a driver a courier.
 */
export interface MdrpInstance {
  couriers: Courier[];
  orders: Order[];
  metresPerMinute: number;
  pickupServiceMinutes: number;
  dropoffServiceMinutes: number;
}

/** A point of the instance's plane, in metres. */
export interface PlanePoint {
  x: number;
  y: number;
}

export interface Courier {
  id: string;
  /** Location at the start of the shift. */
  start: PlanePoint;
  /** The column `on_time`. */
  shiftStart: number;
  /** The column `off_time`. */
  shiftEnd: number;
}

export interface Order {
  id: string;
  restaurant: PlanePoint;
  dropoff: PlanePoint;
  placementTime: number;
  readyTime: number;
}
