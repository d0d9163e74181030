import { createLogger } from 'winston';
import { readEngineOptions } from '../configuration/engine-options';
import type { StatementRunner } from '../database/statement-runner';
import type { DriverClaims } from './driver-claims';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

type Outcome = Awaited<ReturnType<DriverClaims['claimOldest']>>;

const NOTHING: Outcome = { driverIds: [], failed: [], isNew: [] };

/** A service with a fake `claimOldest` in place of PostgreSQL. */
function serviceOn(claim: (driverIds: readonly string[]) => Promise<Outcome>, anyWaits = true) {
  const warnings: string[] = [];
  const logger = createLogger({ silent: true });
  logger.warn = ((message: string) => warnings.push(message)) as never;
  const service = new WaitingDeliveriesService(
    { run: async () => [{ waiting: anyWaits }] } as unknown as StatementRunner,
    undefined as never,
    { claimOldest: claim } as unknown as DriverClaims,
    logger,
    readEngineOptions({ database: { url: 'postgres://localhost/none' } }),
  );
  return { service, warnings };
}

describe('matching drivers with waiting deliveries', () => {
  it('does not delay released drivers by a running batch of moved drivers', async () => {
    let answer = (_outcome: Outcome) => undefined as void;
    const { service } = serviceOn((driverIds) =>
      driverIds.includes('moving') ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(NOTHING),
    );
    const moving = service.matchMoved(['moving']);
    await service.matchAvailable(['free']);
    answer(NOTHING);
    await moving;
  });

  it('skips moved drivers while no delivery waits', async () => {
    const claimed: string[][] = [];
    const find = async (driverIds: readonly string[]) => {
      claimed.push([...driverIds]);
      return NOTHING;
    };
    await serviceOn(find, false).service.matchMoved(['moving']);
    expect(claimed).toEqual([]);
    await serviceOn(find, true).service.matchMoved(['moving']);
    expect(claimed).toEqual([['moving']]);
  });

  it('batches the drivers that arrive during a running batch', async () => {
    const batches: string[][] = [];
    const { service } = serviceOn(async (driverIds) => {
      batches.push([...driverIds]);
      return NOTHING;
    });
    await Promise.all(['a', 'b', 'c', 'b'].map((id) => service.matchAvailable([id])));
    await Promise.all([service.matchAvailable(['d']), service.matchAvailable(['e', 'f'])]);
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
  });

  it('limits the batch size and continues after a failed statement', async () => {
    const sizes: number[] = [];
    const { service, warnings } = serviceOn((driverIds) => {
      sizes.push(driverIds.length);
      return driverIds.includes('d0')
        ? Promise.reject(new Error('statement timeout'))
        : Promise.resolve(NOTHING);
    });
    await service.matchAvailable(Array.from({ length: 120 }, (_, i) => `d${i}`));
    expect(sizes).toEqual(Array(6).fill(20));
    expect(warnings).toHaveLength(1);
  });
});
