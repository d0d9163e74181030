import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes an instance of the Meal Delivery Routing Problem with two couriers at two restaurants. Each restaurant has one
 * order, placed at minute 10 and ready at minute 20, with a drop-off 10 minutes away. A third order waits until a courier is
 * available.
 *
 * @param lastMinute minute at which the third order is placed and ready
 */
export function writeTinyMdrp(directory: string, lastMinute: number): void {
  const end = lastMinute + 30;
  const files = {
    'couriers.txt': ['courier x y on_time off_time', `c1 0 0 0 ${end}`, `c2 5000 0 0 ${end}`],
    'restaurants.txt': ['restaurant x y', 'r1 0 0', 'r2 5000 0'],
    'orders.txt': [
      'order x y placement_time restaurant ready_time',
      'o1 0 1000 10 r1 20',
      'o2 5000 1000 10 r2 20',
      `o3 0 2000 ${lastMinute} r1 ${lastMinute}`,
    ],
    'instance_parameters.txt': [
      'meters_per_minute,pickup service minutes,dropoff service minutes,target click-to-door',
      '100,2,2,40',
    ],
  };
  for (const [name, lines] of Object.entries(files)) {
    const separator = name === 'instance_parameters.txt' ? /,/g : / /g;
    writeFileSync(join(directory, name), lines.map((line) => `${line.replace(separator, '\t')}\n`).join(''));
  }
}
