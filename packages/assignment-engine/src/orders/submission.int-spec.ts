import { MAX_SUBMITTED_ORDERS, sellerOrderReadyMessage } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
});

describe('a submission', () => {
  it('returns one result per order, in sequence, even if some are refused', async () => {
    const point = nextPoint();
    await engine.driverAt('submitted', point);
    const [assigned, known, waiting] = [readyOrder(point), readyOrder(nextPoint()), readyOrder(nextPoint())];
    await engine.submit(known);
    const orders = [assigned, { ...known, orderCode: 'OTHER' }, { ...waiting, orderCode: 42 }, waiting];
    const { results } = await engine.send(sellerOrderReadyMessage(orders as (typeof assigned)[]));
    expect(results).toMatchObject([
      { submissionKey: assigned.submissionKey, state: 'ASSIGNED', duplicate: false },
      { error: { code: 'idempotency_conflict', details: { submissionKey: known.submissionKey } } },
      { error: { code: 'invalid_message', details: { issues: [{ path: 'orderCode' }] } } },
      { submissionKey: waiting.submissionKey, state: 'PENDING', duplicate: false },
    ]);
  });

  it('accepts the maximum number of orders, and repeats as duplicates', async () => {
    const orders = Array.from({ length: MAX_SUBMITTED_ORDERS }, () => readyOrder(nextPoint()));
    const send = async () => (await engine.send(sellerOrderReadyMessage(orders))).results;
    expect((await send()).every(({ state }: any) => state === 'PENDING')).toBe(true);
    expect((await send()).every(({ duplicate }: any) => duplicate)).toBe(true);
  });
});
