import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Profiles } from './profiles';

it('show of a process what it did under load', async () => {
  const profiles = new Profiles();
  try {
    const folder = profiles.nodeArgs('engine').at(-1)!;
    const startTime = Number(process.hrtime.bigint() / 1_000n);
    await sleep(30);
    await profiles.watch(() => sleep(100));
    // A sample 10 ms after the start, 60 ms, and long after all.
    const profile = { startTime, nodes: [], samples: [1, 2, 3], timeDeltas: [10_000, 50_000, 60_000_000] };
    writeFileSync(join(folder, 'engine.cpuprofile'), JSON.stringify(profile));
    expect(profiles.take().get('engine')).toMatchObject({ samples: [2], timeDeltas: [50_000] });
    expect(profiles.take()).toEqual(new Map());
  } finally {
    profiles.close();
  }
});
