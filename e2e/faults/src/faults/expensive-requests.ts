import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { VENDURE_WEBHOOK_PATH, type DeliveryEvent } from '@driver-dispatch/contract';
import { answered } from './answered';
import { carryOut } from './carry-out';
import type { Fault, Scene } from './fault';

const SENDER = join(__dirname, '../../src/world/expensive-requests.cjs');

/** How much slower the slowest hundredth of the signed requests may be, and how much more memory is used, in MB. */
const TIMES_SLOWER = 2;
const MEGABYTES_MORE = 50;

/** Expensive requests to each server, in so many slices, with control slices between them. */
const REQUESTS = 1_000;
const SLICES = 5;
const SLOW_SENDERS = 20;
/** Inflated. */
const BODY_BYTES = 250_000;
const REQUESTS_AT_A_TIME = 4;
/** Chunks of one byte in each unfinished body. A receiver that keeps them takes hundreds of bytes for each. */
const TINY_CHUNKS = 50_000;

/** Durations are measured again, up to so many times: other processes of a busy machine disturb a single measurement. */
const MEASUREMENTS = 3;

/** Signed requests of a slice at least, and before the first one: a heap grows until it has seen its usual work. */
const SIGNED = 40;
const WARM_UP = 400;

/** How long a server may take to give the memory of an attack back, in ms. */
const MEMORY_BACK_WITHIN_MS = 15_000;

/** A server that is attacked. */
interface Target {
  name: string;
  process: { readonly port: number; readonly pid: number | undefined; collectGarbage(): void };
  path: string;
  /** Sends a signed request. */
  signed(): Promise<unknown>;
}

export const expensiveRequests: Fault = {
  id: 'F31',
  title: 'Expensive requests: unsigned gzip bodies, slow senders, tiny chunks, idle connections',
  // The attack is compared with a server under its usual load.
  load: 'full',
  async run(scene) {
    const { world, caller, prefix, centre } = scene;
    const driverId = `${prefix}signed`;
    await answered(() => caller.register(driverId));
    await answered(() => caller.setStatus(driverId, 'AVAILABLE', centre));
    const event = await sentEvent(scene, driverId);
    const [engine] = world.engines;
    await attack(scene, {
      name: 'the engine', process: engine!, path: VENDURE_WEBHOOK_PATH,
      signed: () => caller.heartbeat(driverId),
    });
    await attack(scene, {
      name: 'the shop', process: world.shop, path: '/driver-dispatch/events',
      signed: async () => {
        const { status } = await world.gateway.postEvents([event]);
        scene.expect(status === 200, `a signed event was answered ${status} during the attack`);
      },
    });
  },
};

/** An event that the shop has applied: sent again, it is a duplicate. */
async function sentEvent(scene: Scene, driverId: string): Promise<DeliveryEvent> {
  const { world, caller, prefix, centre, eventually } = scene;
  let sent: DeliveryEvent | undefined;
  world.gateway.handler = async (telling, forward) => {
    const answer = await forward();
    if (answer.status === 200) {
      sent ??= telling.events.find(({ data }) => data.orderCode.includes(prefix));
    }
    return answer;
  };
  await caller.buy({ code: `${prefix}1`, pickup: centre, dropoff: centre, searchRadiusMetres: 5_000 });
  await eventually('an event is applied', () => sent !== undefined);
  await carryOut(caller, driverId);
  return sent!;
}

async function attack(scene: Scene, target: Target): Promise<void> {
  const { expect } = scene;
  await measure(target, WARM_UP);
  const connections = scene.length === 'short' ? 1_000 : 3_000;
  const idle = await Promise.all(
    Array.from({ length: connections }, () => openConnection(target.process.port)),
  );
  const before = await residentMegabytes(target);
  let ratio = await slowdown(scene, target);
  for (let i = 1; i < MEASUREMENTS && ratio > TIMES_SLOWER; i++) {
    ratio = Math.min(ratio, await slowdown(scene, target));
  }
  let megabytes = Infinity;
  const until = Date.now() + MEMORY_BACK_WITHIN_MS;
  while (megabytes >= MEGABYTES_MORE && Date.now() < until) {
    megabytes = (await residentMegabytes(target)) - before;
  }
  idle.forEach((socket) => socket.destroy());
  expect(
    ratio <= TIMES_SLOWER,
    `the slowest hundredth of signed requests to ${target.name} took ${ratio.toFixed(1)} times as long as without the attack`,
  );
  expect(megabytes < MEGABYTES_MORE, `${target.name} uses ${megabytes.toFixed(0)} MB more after the attack`);
  await holdTinyChunks(scene, target);
}

/** Compares the memory while bodies in chunks of one byte are unfinished. */
async function holdTinyChunks({ inject, expect }: Scene, target: Target): Promise<void> {
  const before = await residentMegabytes(target);
  const worker = senderTo(target, { tinyChunks: TINY_CHUNKS });
  try {
    await inject(`bodies in chunks of one byte to ${target.name}`, async () => {
      await once(worker, 'message');
      // Signed requests in between: by then the server has received what was sent.
      await measure(target, WARM_UP);
    });
    const megabytes = (await residentMegabytes(target)) - before;
    expect(megabytes < MEGABYTES_MORE, `${target.name} uses ${megabytes.toFixed(0)} MB more for tiny chunks`);
  } finally {
    await worker.terminate();
  }
}

/** @returns how many times longer the slowest hundredth of signed requests takes during the attack than without it */
async function slowdown({ inject, expect }: Scene, target: Target): Promise<number> {
  const control: number[] = [];
  const under: number[] = [];
  for (let slice = 0; slice < SLICES; slice++) {
    control.push(...(await measure(target, SIGNED)));
    await inject(`expensive requests to ${target.name}`, async () => {
      const statuses = sendExpensive(target);
      under.push(...(await measure(target, SIGNED, statuses)));
      const accepted = Object.keys(await statuses).filter((status) => !/^(4..|none)$/.test(status));
      expect(
        accepted.length === 0,
        `${target.name} answered ${accepted.join()} to a request without a signature`,
      );
    });
  }
  return slowestHundredth(under) / slowestHundredth(control);
}

/** Sends signed requests one after the other, until there are enough and something else has ended. @returns ms of each */
async function measure(
  { signed }: Target,
  count: number,
  atLeastUntil?: Promise<unknown>,
): Promise<number[]> {
  let over = atLeastUntil === undefined;
  void atLeastUntil?.finally(() => (over = true));
  const durations: number[] = [];
  while (!over || durations.length < count) {
    const started = performance.now();
    await signed();
    durations.push(performance.now() - started);
  }
  return durations;
}

/** @returns how often each status was answered */
async function sendExpensive(target: Target): Promise<Record<string, number>> {
  const worker = senderTo(target);
  try {
    const [statuses] = (await once(worker, 'message')) as [Record<string, number>];
    return statuses;
  } finally {
    await worker.terminate();
  }
}

function senderTo({ process: { port }, path }: Target, options: { tinyChunks?: number } = {}): Worker {
  return new Worker(SENDER, {
    workerData: {
      port, path, requests: REQUESTS / SLICES, slowSenders: SLOW_SENDERS,
      bytes: BODY_BYTES, atATime: REQUESTS_AT_A_TIME, ...options,
    },
  });
}

async function openConnection(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  return socket;
}

/** After a collection of garbage, which frees pages beside the signed requests that follow. */
async function residentMegabytes(target: Target): Promise<number> {
  target.process.collectGarbage();
  await measure(target, SIGNED);
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(target.process.pid)]);
  return Number(stdout) / 1_024;
}

function slowestHundredth(durations: readonly number[]): number {
  return [...durations].sort((a, b) => b - a)[Math.floor(durations.length / 100)] ?? Infinity;
}
