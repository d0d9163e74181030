import { DispatchError } from '@driver-dispatch/contract';
import { nextPlace } from '../testing/places';
import { cancellationOf, eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { OutboxStore } from './outbox-store';

const servers = useTestServers();
const refusal = () => new DispatchError('not_found', 'of the heir');
const failure = () => new DispatchError('unreachable', 'of the heir');
let engine: TestEngine;
let heir: TestEngine;

beforeAll(async () => {
  const database = { url: await servers.database() };
  const relay = { retryDelaysSeconds: [600, 600] };
  engine = await servers.engine({ database, relay });
  heir = await servers.engine({ database, relay });
});

async function row(deliveryId: string) {
  const [event] = await engine.query(
    'SELECT * FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence = 1',
    [deliveryId],
  );
  return event;
}

/** Keeps a sink waiting, until it is let go with the outcome of the event. */
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

/** A delivery whose event one engine is sending with its lease expired, and that the other has leased since. */
async function takenOver() {
  const [late, current] = [gateAt(engine), gateAt(heir)];
  const { deliveryId, submissionKey } = await engine.order(nextPlace());
  // Only the first engine may take it.
  const takes = jest.spyOn(storeOf(heir), 'take').mockResolvedValue([]);
  await engine.send(cancellationOf(submissionKey));
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

const storeOf = ({ running }: TestEngine) => running.application.get(OutboxStore, { strict: false });

/** Waits until the engine has logged so many times that its failure came too late. */
const saidLate = (times: number) =>
  eventually(
    () => engine.logged('warn').filter(({ message }) => /another process has/.test(String(message))).length,
    (count) => count === times,
  );

describe('an engine that was paused past its lease', () => {
  let lateFailures = 0;

  it.each([
    ['failure', new DispatchError('unreachable', 'late')],
    ['refusal', new DispatchError('not_found', 'late')],
  ])('records no %s while its heir sends the event, nor after', async (_, error) => {
    const { late, current, deliveryId } = await takenOver();
    const before = await row(deliveryId);
    late.release(error);
    await saidLate(++lateFailures);
    expect(await row(deliveryId)).toEqual(before);
    current.release();
    await eventually(
      () => row(deliveryId),
      ({ acknowledged_at }) => acknowledged_at !== null,
    );
    expect(await row(deliveryId)).toMatchObject({ attempts: 0, dead_at: null, last_error: null });
  });

  it("does not reset its heir's schedule, nor count against the endpoint", async () => {
    const { late, current, deliveryId } = await takenOver();
    current.release(failure());
    const before = await eventually(
      () => row(deliveryId),
      ({ attempts }) => attempts === 1,
    );
    late.release(new DispatchError('unreachable', 'late'));
    await saidLate(++lateFailures);
    expect(await row(deliveryId)).toEqual(before);
    expect((await engine.get('/v1/webhook-endpoint')).body).toMatchObject({ consecutiveFailures: 1 });
  });

  it('does not make a dead letter of an event that its heir has sent', async () => {
    const { late, current, deliveryId } = await takenOver();
    current.release();
    const before = await eventually(
      () => row(deliveryId),
      ({ acknowledged_at }) => acknowledged_at !== null,
    );
    late.release(new DispatchError('not_found', 'late'));
    await saidLate(++lateFailures);
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

  it('records that Vendure has acknowledged the event, which is true', async () => {
    const { late, current, deliveryId } = await takenOver();
    current.release(refusal());
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
