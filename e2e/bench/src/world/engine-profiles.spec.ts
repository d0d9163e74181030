import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineProfiles } from './engine-profiles';

it('shows of an engine what it did while it was watched', async () => {
  const profiles = new EngineProfiles();
  try {
    expect(() => profiles.latest()).toThrow(/No engine/);
    const engines = profiles.next();
    const startTime = Number(process.hrtime.bigint() / 1_000n);
    await sleep(30);
    await engines.watch(() => sleep(100));
    // A sample 10 ms after the start, 60 ms, and long after all.
    const profile = { startTime, nodes: [], samples: [1, 2, 3], timeDeltas: [10_000, 50_000, 60_000_000] };
    writeFileSync(join(engines.directory, 'engine.cpuprofile'), JSON.stringify(profile));
    expect(profiles.latest()).toMatchObject({ samples: [2], timeDeltas: [50_000] });
  } finally {
    profiles.close();
  }
});
