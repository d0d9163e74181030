import { useTestServers } from '../testing/test-servers';
import { StatementRunner } from './statement-runner';

const servers = useTestServers();

it('keeps to a plan by index that is not compiled, and waits for no row for long', async () => {
  const runner = new StatementRunner({ database: { url: await servers.database(), maxConnections: 2 } });
  const settings = ['plan_cache_mode', 'enable_seqscan', 'enable_bitmapscan', 'jit', 'lock_timeout'];
  const shown = await runner.run<{ setting: string }>(
    {
      name: 'settings',
      text: 'SELECT current_setting(name) AS setting FROM unnest($1::text[]) WITH ORDINALITY AS asked (name, n) ORDER BY n',
    },
    [settings],
  );
  expect(shown.map(({ setting }) => setting)).toEqual(['force_generic_plan', 'off', 'off', 'off', '1s']);
  await runner.close();
});
