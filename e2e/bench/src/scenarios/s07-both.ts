import { complainOfAnswers } from '../checks/answers';
import { countOutcome, OUTCOME } from '../load/load';
import { measureAssignments, warmUp } from './assignment-rate';
import { fullLoad } from './full-load';
import { LOCATIONS_A_REQUEST, signLocations } from './location-load';
import { locationRate } from './s06-locations';
import type { Scenario } from './scenario';

const LOCATION_CONNECTIONS = 8;

export const both: Scenario = {
  id: 'S7',
  title: 'Assignments a second while locations come at a third of the rate of S6',
  async measure(bench) {
    const { sizes } = bench;
    const alone = await fullLoad(bench);
    const requestsPerSecond = (await locationRate(bench)).perSecond / LOCATIONS_A_REQUEST / 3;
    const fleet = await bench.fleet('uniform', sizes.city);
    return bench.withEngines(fleet, {}, async (engines) => {
      await warmUp(bench, fleet, engines);
      // Longer than the orders: signing them takes its time too.
      const seconds = 2 * sizes.seconds + 3;
      const signed = await signLocations(bench, fleet, Math.ceil(seconds * requestsPerSecond));
      const [beside, moved] = await Promise.all([
        measureAssignments(bench, fleet, engines, { connections: sizes.connections, seconds: sizes.seconds }),
        bench.load(signed.requests, {
          ports: engines.map(({ port }) => port),
          ...{ connections: LOCATION_CONNECTIONS, seconds, perSecond: requestsPerSecond },
        }),
      ]);
      const locations = (countOutcome(moved, OUTCOME.TAKEN) * LOCATIONS_A_REQUEST) / moved.seconds;
      return [
        {
          what: `${locations.toFixed(0)} locations a second`,
          figure: beside.perSecond,
          unit: '/s',
          against: { name: 'S1', figure: alone.perSecond },
          ratio: beside.perSecond / alone.perSecond,
          wanted: { atLeast: 0.7 },
          notes: [`CPUs: ${beside.cpu}`],
          problems: [...alone.problems, ...beside.problems, ...complainOfAnswers(moved)],
        },
      ];
    });
  },
};
