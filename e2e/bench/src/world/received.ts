/** End of the path for the events of the textbook program: one in each request. */
export const SINGLE_EVENTS = '/single';

/** What the receiver has acknowledged since it started. */
export interface Received {
  events: number;
  requests: number;
}
