import { parseEnv } from 'node:util';
import { readEnvironment } from './environment';
import { newKeys } from './new-keys';

describe('newKeys', () => {
  const environment = () => parseEnv(newKeys()) as Record<string, string>;

  it('prints every key that the engine needs', () => {
    const { keys } = readEnvironment({
      ...environment(),
      DATABASE_URL: 'postgres://localhost/engine',
      WEBHOOK_URL: 'http://localhost:3000/driver-dispatch/events',
    });
    expect(Object.values(keys!).flat().length).toBeGreaterThanOrEqual(4);
  });

  it('prints unique keys, within one call and across calls', () => {
    const keys = [...Object.values(environment()), ...Object.values(environment())];
    expect(keys.length).toBeGreaterThanOrEqual(10);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
