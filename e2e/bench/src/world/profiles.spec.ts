import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Profiles } from './profiles';

/** The clock of a profile. */
const monotonicMicros = () => Number(process.hrtime.bigint() / 1_000n);

it('show of a process what it did under load', async () => {
  const profiles = new Profiles();
  try {
    const folder = profiles.nodeArgs('engine').at(-1)!;
    const startTime = monotonicMicros();
    await sleep(30);
    const inside = await profiles.watch(async () => {
      await sleep(5);
      const now = monotonicMicros();
      await sleep(5);
      return now;
    });
    // A sample right after the start, one under load, and one long after all.
    const underLoad = inside - startTime - 1;
    const profile = { startTime, nodes: [], samples: [1, 2, 3], timeDeltas: [1, underLoad, 60_000_000] };
    writeFileSync(join(folder, 'engine.cpuprofile'), JSON.stringify(profile));
    expect(profiles.take().get('engine')).toMatchObject({ samples: [2], timeDeltas: [underLoad] });
    expect(profiles.take()).toEqual(new Map());
  } finally {
    profiles.close();
  }
});
