import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { VENDURE_WEBHOOK_PATH, type DeliveryEvent } from '@driver-dispatch/contract';
import { quantile } from '@driver-dispatch/local-servers';
import type { Child } from '@driver-dispatch/processes';
import { untilAnswered } from './until-answered';
import { deliverAssigned } from './deliver-assigned';
import type { Fault, Scene } from './fault';

const SENDER = join(__dirname, '../../src/world/expensive-requests.cjs');

/**
 * Largest allowed factor between the 99th percentiles of signed requests during and without the attack. It is checked in full
 * runs: other processes of a busy machine change it.
 */
const MAX_SLOWDOWN = 2;

/** Largest allowed factor between the server's CPU times for an expensive request and for a signed request. */
const MAX_CPU_FACTOR = 1;

/** Largest allowed growth of a server's resident memory, in MB. */
const MAX_EXTRA_MEGABYTES = 50;

/** Expensive requests to each server. They are sent in slices, with a control measurement before each slice. */
const REQUESTS = 1_000;
const SLICES = 5;
const SLOW_SENDERS = 20;
/** Size of a body after decompression. */
const BODY_BYTES = 1_000_000;
const CONCURRENT_REQUESTS = 4;
/** One-byte chunks in each unfinished body. A receiver that stores each chunk uses hundreds of bytes for it. */
const TINY_CHUNKS = 50_000;

/** A full run measures up to this often, because other processes of a busy machine disturb a single measurement. */
const MAX_MEASUREMENTS = 3;

/** Smallest number of signed requests in a slice. */
const SIGNED_REQUESTS = 100;

/** Signed requests before the first measurement: the heap grows until it has handled its usual load. */
const WARM_UP_REQUESTS = 400;

/** Time that a server may take to free the memory of an attack, in ms. */
const MEMORY_FREED_WITHIN_MS = 15_000;

/** The server under attack. */
interface Target {
  name: string;
  process: Child & { readonly port: number };
  path: string;
  /** Sends a signed request. */
  signed(): Promise<unknown>;
}

export const expensiveRequests: Fault = {
  id: 'F31',
  title: 'Expensive unsigned requests: gzip bodies, slow senders, tiny chunks, idle connections',
  // The control measurements need a server under its usual load.
  load: 'full',
  async run(scene) {
    const { world, caller, prefix, centre } = scene;
    const driverId = `${prefix}signed`;
    await untilAnswered(() => caller.register(driverId));
    await untilAnswered(() => caller.setStatus(driverId, 'AVAILABLE', centre));
    const event = await sentEvent(scene, driverId);
    const [engine] = world.engines;
    await attack(scene, {
      name: 'the engine',
      process: engine!,
      path: VENDURE_WEBHOOK_PATH,
      signed: () => caller.heartbeat(driverId),
    });
    await attack(scene, {
      name: 'the shop',
      process: world.shop,
      path: '/driver-dispatch/events',
      signed: async () => {
        const { status } = await world.gateway.postEvents([event]);
        scene.expect(status === 200, `a signed event was answered ${status} during the attack`);
      },
    });
  },
};

/** Returns an event that the shop has applied. Sent again, it is a duplicate. */
async function sentEvent(scene: Scene, driverId: string): Promise<DeliveryEvent> {
  const { world, caller, prefix, centre, eventually } = scene;
  let sent: DeliveryEvent | undefined;
  world.gateway.handler = async (webhookRequest, forward) => {
    const answer = await forward();
    if (answer.status === 200) {
      sent ??= webhookRequest.events.find(({ data }) => data.orderCode.includes(prefix));
    }
    return answer;
  };
  await caller.buy({ code: `${prefix}1`, pickup: centre, dropoff: centre, searchRadiusMetres: 5_000 });
  await eventually('an event is applied', () => sent !== undefined);
  await deliverAssigned(caller, driverId);
  return sent!;
}

async function attack(scene: Scene, target: Target): Promise<void> {
  const { expect } = scene;
  await measure(target, WARM_UP_REQUESTS);
  const connections = scene.length === 'short' ? 1_000 : 3_000;
  const idle = await Promise.all(
    Array.from({ length: connections }, () => openConnection(target.process.port)),
  );
  const before = await residentMegabytes(target);
  let cost = await measureCost(scene, target);
  const tooSlow = () => scene.length === 'full' && cost.slowdown > MAX_SLOWDOWN;
  for (let i = 1; i < MAX_MEASUREMENTS && tooSlow(); i++) {
    cost = await measureCost(scene, target);
  }
  let megabytes = Infinity;
  const deadline = Date.now() + MEMORY_FREED_WITHIN_MS;
  while (megabytes >= MAX_EXTRA_MEGABYTES && Date.now() < deadline) {
    megabytes = (await residentMegabytes(target)) - before;
  }
  idle.forEach((socket) => socket.destroy());
  expect(
    cost.cpuFactor <= MAX_CPU_FACTOR,
    `an expensive request uses ${cost.cpuFactor.toFixed(2)} times the CPU time that ${target.name} needs for a signed one`,
  );
  expect(
    !tooSlow(),
    `the 99th percentile of signed requests to ${target.name} is ${cost.slowdown.toFixed(1)} times that without the attack`,
  );
  expect(
    megabytes < MAX_EXTRA_MEGABYTES,
    `${target.name} uses ${megabytes.toFixed(0)} MB more after the attack`,
  );
  await holdTinyChunks(scene, target);
}

/** Measures the memory while bodies in one-byte chunks are unfinished. */
async function holdTinyChunks({ inject, expect }: Scene, target: Target): Promise<void> {
  const before = await residentMegabytes(target);
  const worker = senderTo(target, { tinyChunks: TINY_CHUNKS });
  try {
    await inject(`bodies in one-byte chunks to ${target.name}`, async () => {
      await once(worker, 'message');
      // While these signed requests are answered, the server receives all chunks.
      await measure(target, WARM_UP_REQUESTS);
    });
    const megabytes = (await residentMegabytes(target)) - before;
    expect(
      megabytes < MAX_EXTRA_MEGABYTES,
      `${target.name} uses ${megabytes.toFixed(0)} MB more for tiny chunks`,
    );
  } finally {
    await worker.terminate();
  }
}

interface Cost {
  /** 99th percentile of signed requests during the attack, divided by that without the attack. */
  slowdown: number;
  /** CPU time of the server for an expensive request, divided by that for a signed request. */
  cpuFactor: number;
}

/**
 * Measures slices, each without the attack and then during it, so that other processes disturb both parts of a slice alike.
 *
 * @returns the medians of all slices
 */
async function measureCost({ inject, expect }: Scene, target: Target): Promise<Cost> {
  const slowdowns: number[] = [];
  const cpuFactors: number[] = [];
  const cpuTime = async () => (await target.process.usage()).cpuMicroseconds;
  for (let slice = 0; slice < SLICES; slice++) {
    const started = await cpuTime();
    const control = await measure(target, SIGNED_REQUESTS);
    const controlEnded = await cpuTime();
    await inject(`expensive requests to ${target.name}`, async () => {
      const statuses = sendExpensive(target);
      const attacked = await measure(target, SIGNED_REQUESTS, statuses);
      slowdowns.push(percentile99(attacked) / percentile99(control));
      const perSigned = (controlEnded - started) / control.length;
      const ofAttack = (await cpuTime()) - controlEnded - perSigned * attacked.length;
      cpuFactors.push(ofAttack / (REQUESTS / SLICES) / perSigned);
      const accepted = Object.keys(await statuses).filter((status) => !/^(4..|none)$/.test(status));
      expect(
        accepted.length === 0,
        `${target.name} answered ${accepted.join()} to a request without a signature`,
      );
    });
  }
  return { slowdown: median(slowdowns), cpuFactor: median(cpuFactors) };
}

function median(values: number[]): number {
  return quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
}

function percentile99(durations: number[]): number {
  return quantile(
    durations.sort((a, b) => a - b),
    0.99,
  );
}

/**
 * Sends at least `count` signed requests one after the other, and goes on until `atLeastUntil` settles.
 *
 * @returns the duration of each, in ms
 */
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

/** @returns the number of answers by HTTP status */
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
      port,
      path,
      requests: REQUESTS / SLICES,
      slowSenders: SLOW_SENDERS,
      bytes: BODY_BYTES,
      concurrent: CONCURRENT_REQUESTS,
      ...options,
    },
  });
}

async function openConnection(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  return socket;
}

/** Returns the resident memory in MB after a garbage collection and some signed requests. */
async function residentMegabytes(target: Target): Promise<number> {
  target.process.collectGarbage();
  await measure(target, SIGNED_REQUESTS);
  return (await target.process.usage()).residentBytes / 2 ** 20;
}
