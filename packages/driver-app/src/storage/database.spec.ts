import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { Database } from './database';

describe('Database', () => {
  it('opens again after the browser has closed it', async () => {
    const open = jest.spyOn(indexedDB, 'open');
    const database = await Database.open('closed');
    await database.set('onDuty', true);
    const { result } = open.mock.results[0]!.value as IDBOpenDBRequest;
    forceCloseDatabase(result as never);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await database.get('onDuty')).toBe(true);
    await database.close();
  });

  it('keeps the configuration at a sign-out', async () => {
    const database = await Database.open('sign-out');
    const configuration = { engineUrl: 'https://engine' };
    await database.set('configuration', configuration);
    await database.set('session', { token: 'secret', driverId: 'ada' });
    await database.clearValues();
    expect(await database.get('session')).toBeUndefined();
    expect(await database.get('configuration')).toEqual(configuration);
    await database.close();
  });
});
