import { Program } from '../processes/program';

/** A POST request, signed before the load starts. */
export interface PreparedRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Outcome of a request: each byte of {@link LoadReport.outcomes}. */
export const OUTCOME = {
  NOT_SENT: 0,
  /** Sent, but without a response at the end of the measurement. */
  SENT: 1,
  /** 2xx with a driver. */
  ASSIGNED: 2,
  /** 2xx without a driver. */
  ACCEPTED: 3,
  /** Any other status. */
  REFUSED: 4,
} as const;

export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];

export interface Load {
  /** Ports of the servers; connections are distributed evenly. */
  ports: readonly number[];
  requests: readonly PreparedRequest[];
  /** Closed loop: each connection sends its next request after the last response. */
  connections?: number;
  /** Open loop: requests per second, evenly spaced, independent of responses. */
  perSecond?: number;
  /** Seconds of load before the measurement. These requests are not counted. */
  rampUpSeconds: number;
  /** Requests per second of an open loop during the ramp-up of a closed one. @default the closed loop */
  rampUpPerSecond?: number;
  /** Length of the measurement in seconds. */
  seconds: number;
}

export interface LoadReport {
  /** Requests with a 2xx response within the measurement. */
  answered: number;
  /** Latency of each of them in milliseconds, ascending. */
  latencies: Float64Array;
  /** Length of the measurement in seconds. */
  seconds: number;
  /** One for each request of the load, including the ramp-up: see {@link OUTCOME}. */
  outcomes: Uint8Array;
  /** First bodies of responses with another status than 2xx, and connection errors. */
  errors: string[];
}

/**
 * Sends requests from a separate process.
 *
 * @param at called at the start and at the end of the measurement
 */
export async function sendLoad<T>(load: Load, at: () => Promise<T>): Promise<[LoadReport, T, T]> {
  const [program] = await Program.start('load/main.js', load);
  try {
    const reported = program.next<LoadReport>();
    reported.catch(() => undefined);
    const before = await at();
    const report = await reported;
    return [report, before, await at()];
  } finally {
    await program.stop();
  }
}
