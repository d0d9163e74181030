/** Path suffix for the textbook program, which sends one event per request. */
export const SINGLE_EVENTS = '/single';

/** Events and requests that the receiver has acknowledged since its start. */
export interface Received {
  events: number;
  requests: number;
}
