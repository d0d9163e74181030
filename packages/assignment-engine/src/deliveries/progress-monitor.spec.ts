import { ProgressMonitor } from './progress-monitor';

/** Runs one check while a no-show alert is open. @returns the reassigned deliveries */
async function check(reliable: boolean): Promise<string[]> {
  const reassigned: string[] = [];
  const query = async (statement: string) =>
    statement.includes("'delivery.no_show' AND open.resolved_at")
      ? [{ deliveryId: 'd', driverId: 'ada' }]
      : [];
  const reassignToNearest = async (deliveryId: string) => void reassigned.push(deliveryId);
  const configuration = { progress: { noShowAfterSeconds: 600 }, assignment: { reassignNoShows: true } };
  const parameters = [{ query }, { reliable }, { reassignToNearest }, {}, configuration] as never;
  const monitor = new (class extends ProgressMonitor {
    override run = () => super.run();
  })(...(parameters as ConstructorParameters<typeof ProgressMonitor>));
  await monitor.run();
  return reassigned;
}

it('reassigns no-shows only while heartbeats are reliable', async () => {
  expect(await check(true)).toEqual(['d']);
  expect(await check(false)).toEqual([]);
});
