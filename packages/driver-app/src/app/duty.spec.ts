import 'fake-indexeddb/auto';
import type { DriverSelf } from '@driver-dispatch/contract/messages';
import { Database } from '../storage/database';
import { Store } from './app-state';
import { Duty } from './duty';

const before = { status: 'AVAILABLE', serverTime: new Date(0).toISOString() } as DriverSelf;
const expired = { ...before, status: 'OFFLINE', statusReason: 'heartbeat_expired' } as DriverSelf;

describe('Duty', () => {
  it('resumes after an expired heartbeat, but not after the driver went off duty in another tab', async () => {
    const database = await Database.open('duty');
    const sent: string[] = [];
    const store = new Store();
    const createTab = async () => {
      const duty = new Duty({
        client: {
          setDuty: async ({ status }) => {
            sent.push(status);
            return before;
          },
        },
        database,
        store,
        location: {} as never,
        startShift: (start) => start(),
        onSelf: async () => undefined,
      });
      await duty.load();
      return duty;
    };
    await database.set('onDuty', true);
    const [tab, other] = [await createTab(), await createTab()];
    await tab.follow(expired, before);
    expect(sent).toEqual(['AVAILABLE']);
    await other.want(false);
    await tab.follow(expired, before);
    await tab.follow({ ...expired, statusReason: undefined }, before);
    expect(sent).toEqual(['AVAILABLE']);
    expect(store.state.notices).toEqual([]);
    await database.close();
  });
});
