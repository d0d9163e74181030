/**
 * One day of meal deliveries as the public Grubhub instances of the Meal Delivery Routing Problem have it
 * (D. Reyes, A. Erera, M. Savelsbergh, S. Sahasrabudhe, R. O'Neil, "The Meal Delivery Routing Problem",
 * 2018). Places are metres on a plane, times are minutes from the start of the day.
 */
export interface MdrpInstance {
  couriers: Courier[];
  orders: Order[];
  metresPerMinute: number;
  pickupServiceMinutes: number;
  dropoffServiceMinutes: number;
}

/** Metres on the instance's plane. */
export interface PlanePoint {
  x: number;
  y: number;
}

export interface Courier {
  id: string;
  /** Where the courier comes on duty. */
  start: PlanePoint;
  onTime: number;
  offTime: number;
}

export interface Order {
  id: string;
  restaurant: PlanePoint;
  door: PlanePoint;
  placementTime: number;
  readyTime: number;
}
