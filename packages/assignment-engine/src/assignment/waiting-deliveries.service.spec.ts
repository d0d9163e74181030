import { createLogger } from 'winston';
import type { StatementRunner } from '../database/statement-runner';
import type { DriverClaims } from './driver-claims';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

type Outcome = Awaited<ReturnType<DriverClaims['claimOldest']>>;

const NOTHING: Outcome = { driverIds: [], lost: [], isNew: [] };

/** A service that claims by this instead of by PostgreSQL. */
function serviceOn(claim: (driverIds: readonly string[]) => Promise<Outcome>, anyWaits = true) {
  const warnings: string[] = [];
  const logger = createLogger({ silent: true });
  logger.warn = ((message: string) => warnings.push(message)) as never;
  const service = new WaitingDeliveriesService(
    { run: async () => [{ waiting: anyWaits }] } as unknown as StatementRunner,
    undefined as never,
    { claimOldest: claim } as unknown as DriverClaims,
    logger,
  );
  return { service, warnings };
}

describe('matching drivers with waiting deliveries', () => {
  it('keeps nobody waiting who has come free for those who are on the move', async () => {
    let answer = (_outcome: Outcome) => undefined as void;
    const { service } = serviceOn((driverIds) =>
      driverIds.includes('moving') ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(NOTHING),
    );
    const moving = service.matchMoved(['moving']);
    await service.matchFreed(['free']);
    answer(NOTHING);
    await moving;
  });

  it('looks at nobody who is merely on the move while nothing waits', async () => {
    const looked: string[][] = [];
    const find = async (driverIds: readonly string[]) => {
      looked.push([...driverIds]);
      return NOTHING;
    };
    await serviceOn(find, false).service.matchMoved(['moving']);
    expect(looked).toEqual([]);
    await serviceOn(find, true).service.matchMoved(['moving']);
    expect(looked).toEqual([['moving']]);
  });

  it('takes those who come while a round is under way together into the next', async () => {
    const rounds: string[][] = [];
    const { service } = serviceOn(async (driverIds) => {
      rounds.push([...driverIds]);
      return NOTHING;
    });
    await Promise.all(['a', 'b', 'c', 'b'].map((id) => service.matchFreed([id])));
    await Promise.all([service.matchFreed(['d']), service.matchFreed(['e', 'f'])]);
    expect(rounds).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
  });

  it('looks at so many drivers at a time, and one statement that fails is not the end of the others', async () => {
    const sizes: number[] = [];
    const { service, warnings } = serviceOn((driverIds) => {
      sizes.push(driverIds.length);
      return driverIds.includes('d0')
        ? Promise.reject(new Error('statement timeout'))
        : Promise.resolve(NOTHING);
    });
    await service.matchFreed(Array.from({ length: 120 }, (_, i) => `d${i}`));
    expect(sizes).toEqual(Array(6).fill(20));
    expect(warnings).toHaveLength(1);
  });
});
