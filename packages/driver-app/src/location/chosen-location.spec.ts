import 'fake-indexeddb/auto';
import { Database } from '../storage/database';
import { ChosenLocation } from './chosen-location';

const point = { lat: 52.5, lon: 13.4 };

describe('ChosenLocation', () => {
  it('is known to other tabs and after a reload', async () => {
    const database = await Database.open('chosen');
    const tab = new ChosenLocation({ database, announce: () => void other.load() });
    const other = new ChosenLocation({ database, announce: () => undefined });
    const seen: unknown[] = [];
    other.watch(
      (fix) => seen.push(fix.point),
      (problem) => seen.push(problem),
    );
    expect(seen).toEqual(['not_chosen']);
    await tab.set(point);
    const reloaded = new ChosenLocation({ database, announce: () => undefined });
    await reloaded.load();
    expect(reloaded.current).toEqual(point);
    await other.load();
    expect(seen).toEqual(['not_chosen', point]);
    await database.close();
  });

  it('prefers a click to the stored location that is being read', async () => {
    const click = { lat: 48, lon: 11 };
    const database = { get: async () => point as never, set: async () => undefined };
    const chosen = new ChosenLocation({ database, announce: () => undefined });
    const loaded = chosen.load();
    await chosen.set(click);
    await loaded;
    expect(chosen.current).toEqual(click);
  });
});
