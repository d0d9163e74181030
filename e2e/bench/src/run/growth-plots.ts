import type { Growth } from '../scenarios/growth';
import { drawLinePlot } from './line-plot';

/** The plots by their files' names. */
export function growthPlots({ byDrivers, byConnections }: Growth): Record<string, string> {
  return {
    'assignments-by-drivers.svg': drawLinePlot({
      title: 'Assignments a second, by drivers in the city',
      xLabel: 'drivers',
      yLabel: 'a second',
      series: [
        { name: 'engine', points: byDrivers.map(({ drivers, engine }) => ({ x: drivers, y: engine })) },
        { name: 'Y1 Redis', points: byDrivers.map(({ drivers, y1 }) => ({ x: drivers, y: y1 })) },
        { name: 'Y2 PostgreSQL', points: byDrivers.map(({ drivers, y2 }) => ({ x: drivers, y: y2 })) },
      ],
    }),
    'assignments-by-connections.svg': drawLinePlot({
      title: 'Assignments by orders at a time',
      xLabel: 'connections',
      yLabel: 'a second, ms',
      series: [
        { name: 'a second', points: byConnections.map((at) => ({ x: at.connections, y: at.engine })) },
        { name: 'p50, ms', points: byConnections.map((at) => ({ x: at.connections, y: at.p50 })) },
        { name: 'p99, ms', points: byConnections.map((at) => ({ x: at.connections, y: at.p99 })) },
      ],
    }),
  };
}
