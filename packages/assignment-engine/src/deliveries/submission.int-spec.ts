import { MAX_SUBMITTED_ORDERS, sellerOrderReadyMessage } from '@driver-dispatch/contract';
import { nextPlace } from '../testing/places';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
});

describe('a submission', () => {
  it('answers each order in sequence, although some are not accepted', async () => {
    const place = nextPlace();
    await engine.driverAt('submitted', place);
    const [assigned, known, waiting] = [readyOrder(place), readyOrder(nextPlace()), readyOrder(nextPlace())];
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

  it('takes the largest number of orders, once', async () => {
    const orders = Array.from({ length: MAX_SUBMITTED_ORDERS }, () => readyOrder(nextPlace()));
    const send = async () => (await engine.send(sellerOrderReadyMessage(orders))).results;
    expect((await send()).every(({ state }: any) => state === 'PENDING')).toBe(true);
    expect((await send()).every(({ duplicate }: any) => duplicate)).toBe(true);
  });
});
