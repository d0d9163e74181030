import { USUAL_REDIS_PATIENCE } from '../world/engine-environment';
import { measureAssignments, warmUp } from './assignment-rate';
import { fullLoad } from './full-load';
import type { Scenario } from './scenario';

export const withoutRedis: Scenario = {
  id: 'S5',
  title: 'Assignments a second after Redis is gone',
  async measure(bench) {
    const { city, connections, seconds } = bench.sizes;
    const healthy = await fullLoad(bench);
    const fleet = await bench.fleet('uniform', city);
    const { redisServer } = bench.servers;
    // However long a run waits for a slow Redis: this one is gone.
    const environment = USUAL_REDIS_PATIENCE;
    const alone = await bench.withEngines(fleet, { environment }, async (engines) => {
      await warmUp(bench, fleet, engines);
      await redisServer.kill();
      try {
        return await measureAssignments(bench, fleet, engines, { connections, seconds, withoutRedis: true });
      } finally {
        await redisServer.restart();
      }
    });
    return [
      {
        what: `${city} drivers`,
        figure: alone.perSecond,
        unit: '/s',
        against: { name: 'S1', figure: healthy.perSecond },
        ratio: alone.perSecond / healthy.perSecond,
        wanted: { atLeast: 0.8 },
        notes: [`CPUs: ${alone.cpu}`],
        problems: [...healthy.problems, ...alone.problems],
      },
    ];
  },
};
