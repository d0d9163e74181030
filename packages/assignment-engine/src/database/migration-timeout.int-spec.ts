import { readEngineOptions } from '../configuration/engine-options';
import { useTestServers } from '../testing/test-servers';
import { MIGRATION_CONNECTION_OPTIONS } from './connection-options';
import { createDataSource } from './create-data-source';

const servers = useTestServers();

it('gives migration statements a longer timeout than other statements', async () => {
  const configuration = readEngineOptions({ database: { url: await servers.database() } });
  const dataSource = await createDataSource(configuration, MIGRATION_CONNECTION_OPTIONS).initialize();
  try {
    await expect(dataSource.query('SELECT pg_sleep(6.5)')).resolves.toHaveLength(1);
  } finally {
    await dataSource.destroy();
  }
});
