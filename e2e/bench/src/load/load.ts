import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Program } from '../processes/program';
import { writeRequests } from './requests';

/** What became of a request: each byte of {@link LoadReport.outcomes}. */
export const OUTCOME = {
  /** Never sent: time was up. */
  UNSENT: 0,
  /** 2xx, and the body says ASSIGNED. */
  ASSIGNED: 1,
  /** 2xx, and it does not. */
  TAKEN: 2,
  /** Any other status. */
  REFUSED: 3,
  /** No answer. */
  BROKEN: 4,
} as const;

export interface LoadTask {
  /** Written by {@link writeRequests}. */
  file: string;
  /** Of the servers; connections are dealt out among them. */
  ports: number[];
  connections: number;
  /** No request but the first is sent after so long; those under way are waited for. */
  seconds: number;
  /** Requests a second, whatever the server does; without it each connection sends when it was answered. */
  perSecond?: number;
}

export interface LoadReport {
  /** One for each request, see {@link OUTCOME}. */
  outcomes: Uint8Array;
  /** Milliseconds until each request's answer, from when it was due; NaN without one. */
  latencies: Float64Array;
  /** From the first request to the last answer, in seconds. */
  seconds: number;
  /** CPU time of the generator itself, in seconds. */
  cpuSeconds: number;
  /** Bodies of the first few answers that were no 2xx. */
  complaints: string[];
}

/** Sends requests from a process of its own. */
export async function sendLoad(
  directory: string,
  requests: readonly Buffer[],
  task: Omit<LoadTask, 'file'>,
): Promise<LoadReport> {
  const file = join(directory, `requests-${process.hrtime.bigint()}`);
  writeRequests(file, requests);
  try {
    return await Program.run<LoadReport>('load/main.js', { ...task, file });
  } finally {
    rmSync(file);
  }
}

/** How many requests had an outcome. */
export function countOutcome({ outcomes }: LoadReport, outcome: number): number {
  return outcomes.reduce((count, each) => count + Number(each === outcome), 0);
}
