import { CandidateFinder } from './candidate-finder';
import { RedisCandidateSource } from './redis-candidate-source';
import { nextPoint } from '../testing/points';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
});

it('limits the retries for a claimed driver who is still in the index', async () => {
  const point = nextPoint();
  await engine.driverAt('just-claimed', point);
  const index = engine.running.application.get(RedisCandidateSource, { strict: false });
  const search = {
    point,
    radiusMetres: 1_000,
    channelId: '1',
    requirements: null,
    excluded: new Set<string>(),
    skipped: new Map(),
  };
  const before = await index.find([search]);
  expect((await engine.order(point)).state).toBe('ASSIGNED');
  const stale = jest.spyOn(index, 'find').mockResolvedValue(before);
  const proposals = jest.spyOn(engine.running.application.get(CandidateFinder, { strict: false }), 'propose');
  expect((await engine.order(point)).state).toBe('PENDING');
  expect(proposals.mock.calls.length).toBeLessThan(5);
  [stale, proposals].forEach((spy) => spy.mockRestore());
});
