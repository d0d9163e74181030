import type { Pool } from 'pg';
import { readEngineOptions } from '../configuration/engine-options';
import { eventually } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { migrate } from './migrate';
import { HOT_STATEMENTS, StatementRunner } from './statement-runner';

const servers = useTestServers();
const open: StatementRunner[] = [];

async function startRunner(renewEveryMs?: number): Promise<StatementRunner> {
  const configuration = readEngineOptions({ database: { url: await servers.database() } });
  await migrate(configuration);
  const runner = new StatementRunner(configuration, renewEveryMs);
  open.push(runner);
  return runner;
}

// Runs before the afterAll hook that stops the servers.
afterEach(() => Promise.all(open.splice(0).map((runner) => runner.close())));

const getPool = (runner: StatementRunner): Pool => runner['pool'];

async function query<T extends object>(runner: StatementRunner, text: string): Promise<T[]> {
  return (await getPool(runner).query<T>(text)).rows;
}

const PREPARED = 'SELECT name FROM pg_prepared_statements WHERE generic_plans > 0 ORDER BY name COLLATE "C"';

describe('hot-path connections', () => {
  it('force generic index plans without JIT and limit lock waits to one second', async () => {
    const runner = await startRunner();
    const settings = ['plan_cache_mode', 'enable_seqscan', 'enable_bitmapscan', 'jit', 'lock_timeout'];
    const shown = await query<{ setting: string }>(
      runner,
      `SELECT current_setting(name) AS setting
       FROM unnest('{${settings.join()}}'::text[]) WITH ORDINALITY AS setting (name, n) ORDER BY n`,
    );
    expect(shown.map(({ setting }) => setting)).toEqual(['force_generic_plan', 'off', 'off', 'off', '1s']);
  });

  it('prepare and plan every statement before its first execution', async () => {
    const runner = await startRunner();
    const prepared = await query<{ name: string }>(runner, PREPARED);
    expect(prepared.map(({ name }) => name)).toEqual([...HOT_STATEMENTS]);
    expect(await runner.run('assignment/check-waiting-deliveries.sql', [])).toEqual([{ waiting: false }]);
  });

  it('are replaced by prepared connections while statements run', async () => {
    const runner = await startRunner(10);
    const first = getPool(runner);
    await eventually(
      async () => {
        expect(await runner.run('assignment/check-waiting-deliveries.sql', [])).toEqual([{ waiting: false }]);
        return getPool(runner);
      },
      (pool) => pool !== first,
    );
    const prepared = await query<{ name: string }>(runner, PREPARED);
    expect(prepared.map(({ name }) => name)).toEqual([...HOT_STATEMENTS]);
    await eventually(
      () => first.totalCount,
      (connections) => connections === 0,
    );
  });
});
