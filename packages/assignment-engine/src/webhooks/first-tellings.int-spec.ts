import { nextPlace } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { unassignedAfterSeconds: 0.1, retrySeconds: 0.2 } });
});

/** Stops the telling of an event of this type until it is let go. */
function gateAt(type: string) {
  let open!: () => void;
  let arrive!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  engine.sink.before = async (event) => {
    if (event.type === type) {
      arrive();
      await opened;
    }
  };
  return { arrived, open };
}

const jobsOf = (deliveryId: string) =>
  engine.query('SELECT key FROM driver_dispatch_jobs.jobs WHERE key = $1', [`relay:${deliveryId}`]);

async function assigned(driverId: string) {
  const place = nextPlace();
  await engine.driverAt(driverId, place);
  return engine.order(place);
}

describe('the event of an assignment', () => {
  it('is told at once by the process that wrote it, without a job', async () => {
    const gate = gateAt('delivery.assigned');
    const { deliveryId, submissionKey } = await assigned('ada');
    await gate.arrived;
    expect(await jobsOf(deliveryId)).toEqual([]);
    gate.open();
    await eventually(
      () => engine.sink.typesOf(submissionKey),
      (types) => types.length === 1,
    );
    const lease = () =>
      engine.query('SELECT relay_lease_until FROM driver_dispatch.deliveries WHERE id = $1', [deliveryId]);
    // Sooner than it would be over.
    await eventually(lease, ([row]) => row.relay_lease_until === null);
  });

  it('is followed at once by what has come while it was being told', async () => {
    const gate = gateAt('delivery.assigned');
    const { deliveryId, submissionKey } = await assigned('bob');
    await gate.arrived;
    await engine.drivers.pickUp({ deliveryId, driverId: 'bob' });
    // The job of the second event finds the delivery leased, and leaves.
    await eventually(
      () => jobsOf(deliveryId),
      (jobs) => jobs.length === 0,
    );
    gate.open();
    const types = () => engine.sink.typesOf(submissionKey);
    await eventually(types, ({ length }) => length === 2);
    expect(types()).toEqual(['delivery.assigned', 'delivery.picked_up']);
    // No sweep had to take it up.
    expect(engine.logged('warn').filter(({ message }) => /taken up again/.test(String(message)))).toEqual([]);
  });

  it('waits for the news that nobody could be found', async () => {
    const gate = gateAt('delivery.unassigned');
    const place = nextPlace();
    const { deliveryId, submissionKey } = await engine.order(place);
    await gate.arrived;
    await engine.driverAt('eve', place);
    await engine.reaches(deliveryId, 'ASSIGNED');
    expect(engine.sink.typesOf(submissionKey)).toEqual([]);
    gate.open();
    const types = () => engine.sink.typesOf(submissionKey);
    await eventually(types, ({ length }) => length === 2);
    expect(types()).toEqual(['delivery.unassigned', 'delivery.assigned']);
  });
});
