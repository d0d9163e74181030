import { CandidateFinder } from './candidate-finder';
import { RedisCandidateSource } from './redis-candidate-source';
import { nextPlace } from '../testing/places';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
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
