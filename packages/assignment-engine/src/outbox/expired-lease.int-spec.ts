import { DispatchError } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import { createCancellation, eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { OutboxStore } from './outbox-store';

const servers = useTestServers();
const rejection = () => new DispatchError('not_found', 'by the next engine');
const failure = () => new DispatchError('unreachable', 'by the next engine');
let engine: TestEngine;
/** Leases the event after the lease of `engine` has expired. */
let nextEngine: TestEngine;

beforeAll(async () => {
  const database = { url: await servers.database() };
  const outbox = { retryDelaysSeconds: [600, 600] };
  engine = await servers.engine({ database, outbox });
  nextEngine = await servers.engine({ database, outbox });
});

async function row(deliveryId: string) {
  const [event] = await engine.query(
    'SELECT * FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence = 1',
    [deliveryId],
  );
  return event;
}

/** Blocks a sink until `release` is called with the outcome of the event. */
function gateAt({ sink }: TestEngine) {
  let arrive!: () => void;
  let release!: (outcome?: Error) => void;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const outcome = new Promise<Error | undefined>((resolve) => (release = resolve));
  sink.before = async () => {
    arrive();
    const error = await outcome;
    if (error) {
      throw error;
    }
  };
  return { arrived, release };
}

/** Creates a delivery whose event one engine sends with an expired lease while the other engine has leased it. */
async function takenOver() {
  const [late, current] = [gateAt(engine), gateAt(nextEngine)];
  const { deliveryId, submissionKey } = await engine.order(nextPoint());
  // Only the first engine may lease it.
  const takes = jest.spyOn(getStore(nextEngine), 'take').mockResolvedValue([]);
  await engine.send(createCancellation(submissionKey));
  await late.arrived;
  takes.mockRestore();
  await engine.query(
    `UPDATE driver_dispatch.delivery_events SET lease_until = now() - interval '1 second'
     WHERE delivery_id = $1 AND sequence = 1`,
    [deliveryId],
  );
  await current.arrived;
  return { late, current, deliveryId };
}

const getStore = ({ running }: TestEngine) => running.application.get(OutboxStore, { strict: false });

/** Waits until the engine has logged several failures that it did not record. */
const untilLateFailuresLogged = (times: number) =>
  eventually(
    () => engine.logged('warn').filter(({ message }) => /lease lost/.test(String(message))),
    ({ length }) => length === times,
  );

describe('an engine with an expired lease', () => {
  let lateFailures = 0;

  it.each([
    ['failure', new DispatchError('unreachable', 'late')],
    ['rejection', new DispatchError('not_found', 'late')],
  ])('does not record a %s while or after the next engine sends the event', async (_, error) => {
    const { late, current, deliveryId } = await takenOver();
    const before = await row(deliveryId);
    late.release(error);
    await untilLateFailuresLogged(++lateFailures);
    expect(await row(deliveryId)).toEqual(before);
    current.release();
    await eventually(
      () => row(deliveryId),
      ({ acknowledged_at }) => acknowledged_at !== null,
    );
    expect(await row(deliveryId)).toMatchObject({ attempts: 0, dead_at: null, last_error: null });
  });

  it('does not change the retry schedule of the next engine or the failures of the endpoint', async () => {
    const { late, current, deliveryId } = await takenOver();
    current.release(failure());
    const before = await eventually(
      () => row(deliveryId),
      ({ attempts }) => attempts === 1,
    );
    late.release(new DispatchError('unreachable', 'late'));
    await untilLateFailuresLogged(++lateFailures);
    expect(await row(deliveryId)).toEqual(before);
    expect((await engine.get('/v1/webhook-endpoint')).body).toMatchObject({ consecutiveFailures: 1 });
  });

  it('does not make a dead letter of an event that the next engine has sent', async () => {
    const { late, current, deliveryId } = await takenOver();
    current.release();
    const before = await eventually(
      () => row(deliveryId),
      ({ acknowledged_at }) => acknowledged_at !== null,
    );
    late.release(new DispatchError('not_found', 'late'));
    await untilLateFailuresLogged(++lateFailures);
    expect(await row(deliveryId)).toEqual(before);
  });

  it('does not stop the endpoint', async () => {
    const { late, current, deliveryId } = await takenOver();
    late.release(new DispatchError('endpoint_gone', 'late'));
    await eventually(
      () => engine.logged('info').filter(({ message }) => /Late 410 ignored/.test(String(message))),
      ({ length }) => length === 1,
    );
    expect((await engine.get('/v1/webhook-endpoint')).body.state).toBe('active');
    current.release();
    await eventually(
      () => row(deliveryId),
      ({ acknowledged_at }) => acknowledged_at !== null,
    );
  });

  it('records an acknowledgement', async () => {
    const { late, current, deliveryId } = await takenOver();
    current.release(rejection());
    await eventually(
      () => row(deliveryId),
      ({ dead_at }) => dead_at !== null,
    );
    late.release();
    const after = await eventually(
      () => row(deliveryId),
      ({ acknowledged_at }) => acknowledged_at !== null,
    );
    expect(after).toMatchObject({ dead_at: null, last_error: null });
    await eventually(
      async () => (await engine.get('/v1/alerts')).body.alerts,
      ({ length }) => length === 0,
    );
  });
});
