import { AssignmentService } from './assignment.service';
import { CandidateFinder } from './candidate-finder';
import { RedisCandidateSource } from './redis-candidate-source';
import { nextPlace, north } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
});

it('an order that was searched for while another took its driver has its next at the first try', async () => {
  const service = engine.running.application.get(AssignmentService, { strict: false });
  const place = nextPlace();
  await engine.driverAt('overlap-near', place);
  await engine.driverAt('overlap-far', north(place, 50));
  const accept = service.accept.bind(service);
  const searching = jest.spyOn(service, 'search');
  const tryingAgain = jest.spyOn(service, 'assign');
  const storing = jest.spyOn(service, 'accept').mockImplementationOnce(async (orders) => {
    await eventually(
      () => searching.mock.results.length,
      (searched) => searched === 2,
    );
    await searching.mock.results[1].value;
    return accept(orders);
  });
  const first = engine.order(place);
  await eventually(
    () => storing.mock.calls.length,
    (stored) => stored === 1,
  );
  const { deliveryId } = await engine.order(place);
  expect(await engine.delivery((await first).deliveryId)).toMatchObject({ driverId: 'overlap-near' });
  expect(await engine.delivery(deliveryId)).toMatchObject({ driverId: 'overlap-far' });
  expect(tryingAgain.mock.calls.flatMap(([deliveries]) => deliveries)).toEqual([]);
  [searching, storing, tryingAgain].forEach((spy) => spy.mockRestore());
});

it('a driver who was just claimed is not asked for over and over, whatever the index says', async () => {
  const place = nextPlace();
  await engine.driverAt('just-claimed', place);
  const index = engine.running.application.get(RedisCandidateSource, { strict: false });
  const search = { point: place, radiusMetres: 1_000, channelId: '1', without: new Set<string>() };
  const before = await index.find([search]);
  expect((await engine.order(place)).state).toBe('ASSIGNED');
  const stale = jest.spyOn(index, 'find').mockResolvedValue(before);
  const asked = jest.spyOn(engine.running.application.get(CandidateFinder, { strict: false }), 'propose');
  expect((await engine.order(place)).state).toBe('PENDING');
  expect(asked.mock.calls.length).toBeLessThan(5);
  [stale, asked].forEach((spy) => spy.mockRestore());
});
