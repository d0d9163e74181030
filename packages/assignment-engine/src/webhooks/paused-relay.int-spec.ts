import { DispatchError } from '@driver-dispatch/contract';
import { nextPlace } from '../testing/places';
import { cancellationOf, eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
const refusal = () => new DispatchError('not_found', 'of the heir');
const failure = () => new DispatchError('unreachable', 'of the heir');
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ relay: { retryDelaysSeconds: [600, 600] } });
});

async function row(deliveryId: string) {
  const [event] = await engine.query(
    'SELECT * FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence = 1',
    [deliveryId],
  );
  return event;
}

/** Keeps those who call it waiting, and lets each go with what it is to be told. */
class Gate {
  private readonly waiting: ((outcome?: Error) => void)[] = [];

  readonly pass = async () => {
    const outcome = await new Promise<Error | undefined>((resolve) => this.waiting.push(resolve));
    if (outcome) {
      throw outcome;
    }
  };

  arrived(count: number) {
    return eventually(
      () => this.waiting.length,
      (length) => length === count,
    );
  }

  letGo(index: number, outcome?: Error): void {
    this.waiting[index](outcome);
  }
}

/** A delivery whose first relay stands at the gate with its lease over, and whose second has taken over. */
async function takenOver() {
  const gate = new Gate();
  engine.sink.before = gate.pass;
  const { deliveryId, submissionKey } = await engine.order(nextPlace());
  await engine.send(cancellationOf(submissionKey));
  await gate.arrived(1);
  await engine.query(
    `UPDATE driver_dispatch.deliveries SET relay_lease_until = now() - interval '1 second' WHERE id = $1`,
    [deliveryId],
  );
  await engine.query('SELECT driver_dispatch.queue_relay(ARRAY[$1::uuid])', [deliveryId]);
  await gate.arrived(2);
  return { gate, deliveryId };
}

/** Waits until the engine has said so many times that a relay came too late. */
const saidLate = (times: number) =>
  eventually(
    () => engine.logged('warn').filter(({ message }) => /another relay/.test(String(message))).length,
    (count) => count === times,
  );

describe('a relay that was paused past its lease', () => {
  let late = 0;

  it.each([
    ['failure', new DispatchError('unreachable', 'late')],
    ['refusal', new DispatchError('not_found', 'late')],
  ])('records no %s while its heir is at it, nor after', async (_, error) => {
    const { gate, deliveryId } = await takenOver();
    const before = await row(deliveryId);
    gate.letGo(0, error);
    await saidLate(++late);
    expect(await row(deliveryId)).toEqual(before);
    gate.letGo(1);
    await eventually(
      () => row(deliveryId),
      ({ relayed_at }) => relayed_at !== null,
    );
    expect(await row(deliveryId)).toMatchObject({ relay_attempts: 0, dead_at: null, last_error: null });
  });

  it("does not reset its heir's schedule, nor count against the endpoint", async () => {
    const { gate, deliveryId } = await takenOver();
    gate.letGo(1, failure());
    const before = await eventually(
      () => row(deliveryId),
      ({ relay_attempts }) => relay_attempts === 1,
    );
    gate.letGo(0, new DispatchError('unreachable', 'late'));
    await saidLate(++late);
    expect(await row(deliveryId)).toEqual(before);
    expect((await engine.get('/v1/webhook-endpoint')).body).toMatchObject({ consecutiveFailures: 1 });
  });

  it('does not make a dead letter of what its heir has told', async () => {
    const { gate, deliveryId } = await takenOver();
    gate.letGo(1);
    const before = await eventually(
      () => row(deliveryId),
      ({ relayed_at }) => relayed_at !== null,
    );
    gate.letGo(0, new DispatchError('not_found', 'late'));
    await saidLate(++late);
    expect(await row(deliveryId)).toEqual(before);
  });

  it('does not stop the endpoint', async () => {
    const { gate, deliveryId } = await takenOver();
    gate.letGo(0, new DispatchError('endpoint_gone', 'late'));
    await eventually(
      () => engine.logged('info').filter(({ message }) => /came late and stops/.test(String(message))),
      ({ length }) => length === 1,
    );
    expect((await engine.get('/v1/webhook-endpoint')).body.state).toBe('active');
    gate.letGo(1);
    await eventually(
      () => row(deliveryId),
      ({ relayed_at }) => relayed_at !== null,
    );
  });

  it('records what Vendure has confirmed to it, which is true', async () => {
    const { gate, deliveryId } = await takenOver();
    gate.letGo(1, refusal());
    await eventually(
      () => row(deliveryId),
      ({ dead_at }) => dead_at !== null,
    );
    gate.letGo(0);
    const after = await eventually(
      () => row(deliveryId),
      ({ relayed_at }) => relayed_at !== null,
    );
    expect(after).toMatchObject({ dead_at: null, last_error: null });
    await eventually(
      async () => (await engine.get('/v1/alerts')).body.alerts,
      ({ length }) => length === 0,
    );
  });
});
