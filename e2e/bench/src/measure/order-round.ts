import { OUTCOME, sendLoad, type Load, type LoadReport } from '../load/load';
import { prepareOrders } from '../load/requests';
import type { Bench } from '../world/bench';
import type { Competitor } from './competitor';
import { cpuSeconds } from './cpu-time';

/** Prepared orders per second of a closed loop: more than any program answers. */
const MAX_PER_SECOND = 7_000;
const MAX_PER_SECOND_AND_CONNECTION = 1_500;

export interface OrderLoad extends Pick<Load, 'connections' | 'perSecond' | 'rampUpPerSecond'> {
  /** @default that of all measurements */
  rampUpSeconds?: number;
  /** @default that of all measurements */
  seconds?: number;
  /** Reads counters at the start and at the end of the measurement. */
  count?: () => Promise<Record<string, number>>;
}

/** One measurement of a competitor under a load of orders. */
export interface OrderRound {
  /** Orders per second that were answered with a driver and have an acknowledged event. */
  perSecond: number;
  /** Latency of each order in milliseconds, ascending. */
  latencies: Float64Array;
  /** CPU microseconds per order of all processes of the competitor. */
  cpuMicros: number;
  /** CPU microseconds per order of the program without PostgreSQL and Redis. */
  programMicros: number;
  /** Counters of {@link OrderLoad.count}, per order. */
  counted: Record<string, number>;
  problems: string[];
}

/** Sends orders, measures, checks the stored rows, and resets the drivers. */
export async function measureOrders(
  bench: Bench,
  competitor: Competitor,
  load: OrderLoad,
): Promise<OrderRound> {
  const { connections, perSecond, rampUpPerSecond, count = countNothing } = load;
  const { rampUpSeconds = bench.sizes.rampUpSeconds, seconds = bench.sizes.seconds } = load;
  const most = perSecond ?? Math.min(MAX_PER_SECOND, MAX_PER_SECOND_AND_CONNECTION * (connections ?? 1));
  const { ids, requests } = prepareOrders(Math.ceil(most * (rampUpSeconds + seconds + 1)), (id) =>
    competitor.orderRequest(id),
  );
  const pids = competitor.pids();
  const [report, before, after] = await sendLoad(
    { requests, ports: competitor.ports, connections, perSecond, rampUpPerSecond, rampUpSeconds, seconds },
    async () => ({
      cpu: cpuSeconds(Object.values(pids).flat()),
      program: cpuSeconds(pids.program),
      events: await competitor.eventsAcknowledged(),
      counted: await count(),
    }),
  );
  const orders = Math.min(report.answered, after.events - before.events);
  const problems = await findProblems(competitor, ids, report);
  await competitor.restore();
  const names = Object.keys(after.counted);
  return {
    perSecond: orders / report.seconds,
    latencies: report.latencies,
    cpuMicros: ((after.cpu - before.cpu) * 1e6) / orders,
    programMicros: ((after.program - before.program) * 1e6) / orders,
    counted: Object.fromEntries(
      names.map((name) => [name, (after.counted[name]! - before.counted[name]!) / orders]),
    ),
    problems,
  };
}

/** Runs an unmeasured round, so that code is compiled and connections are open. */
export async function warmUp(bench: Bench, ...competitors: readonly Competitor[]): Promise<void> {
  for (const competitor of competitors) {
    await measureOrders(bench, competitor, { connections: bench.sizes.connections.many });
  }
}

async function countNothing(): Promise<Record<string, number>> {
  return {};
}

async function findProblems(
  competitor: Competitor,
  ids: readonly string[],
  { outcomes, errors }: LoadReport,
): Promise<string[]> {
  const withOutcome = (outcome: number) => ids.filter((_, i) => outcomes[i] === outcome);
  const waiting = withOutcome(OUTCOME.ACCEPTED).length;
  return [
    ...(await competitor.check(withOutcome(OUTCOME.ASSIGNED))),
    ...(waiting > 0 ? [`${waiting} orders were answered without a driver`] : []),
    ...errors.map((error) => `an order was rejected: ${error}`),
  ].map((problem) => `${competitor.name}: ${problem}`);
}
