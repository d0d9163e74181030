import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PostgresServer } from '@driver-dispatch/local-servers';

const ROOT = join(__dirname, '../..');
const DATABASE_CLOCK = join(ROOT, 'plugins/driver-integration/dist/deliveries/database-clock.js');

/** Script that counts, of a new row and a row that is a minute old, those older and those younger than half a minute. */
const COUNT_ROWS = `
  const { DataSource, EntitySchema, LessThan } = require('typeorm');
  const { before, within } = require(${JSON.stringify(DATABASE_CLOCK)});
  const Row = new EntitySchema({
    name: 'row',
    columns: {
      id: { type: 'int', primary: true },
      at: { type: 'timestamp', default: () => 'CURRENT_TIMESTAMP' },
    },
  });
  (async () => {
    const source = new DataSource({ type: 'postgres', url: process.argv[1], entities: [Row], synchronize: true });
    await source.initialize();
    await source.query(\`INSERT INTO "row" (id) VALUES (1)\`);
    await source.query(\`INSERT INTO "row" (id, at) VALUES (2, CURRENT_TIMESTAMP - interval '1 minute')\`);
    const count = (at) => source.getRepository(Row).countBy({ at });
    const processClock = LessThan(new Date(Date.now() - 30_000));
    console.log(await count(before(source, 30_000)), await count(within(source, 30_000)), await count(processClock));
    await source.destroy();
  })();`;

describe('shop in Los Angeles with PostgreSQL in UTC', () => {
  let postgres: PostgresServer;

  beforeAll(async () => {
    postgres = await PostgresServer.start();
  });

  afterAll(() => postgres?.stop());

  it("computes the age of a row with the database's clock", async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['-e', COUNT_ROWS, await postgres.createDatabase('shop')],
      { cwd: ROOT, env: { ...process.env, TZ: 'America/Los_Angeles', NODE_OPTIONS: '' } },
    );
    // With the process's clock no row would be old.
    expect(stdout.trim()).toBe('1 1 0');
  });
});
