import { nextPlace } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { OutboxStore } from './outbox-store';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { unassignedAfterSeconds: 0.1, retrySeconds: 0.2 } });
});

/** Keeps the sink waiting at an event of this type. */
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

async function assigned(driverId: string) {
  const place = nextPlace();
  await engine.driverAt(driverId, place);
  return engine.order(place);
}

describe('the event of an assignment', () => {
  it('is sent at once by the process that wrote it, without being read', async () => {
    const takes = jest.spyOn(engine.running.application.get(OutboxStore, { strict: false }), 'take');
    const gate = gateAt('delivery.assigned');
    const { deliveryId, submissionKey } = await assigned('ada');
    await gate.arrived;
    gate.open();
    await eventually(
      () => engine.sink.typesOf(submissionKey),
      (types) => types.length === 1,
    );
    await eventually(
      () => engine.delivery(deliveryId),
      ({ events }) => events[1].acknowledgedAt !== null,
    );
    expect(takes).not.toHaveBeenCalled();
    takes.mockRestore();
  });

  it('is followed at once by an event that was written meanwhile', async () => {
    const gate = gateAt('delivery.assigned');
    const { deliveryId, submissionKey } = await assigned('bob');
    await gate.arrived;
    await engine.drivers.pickUp({ deliveryId, driverId: 'bob' });
    gate.open();
    const types = () => engine.sink.typesOf(submissionKey);
    await eventually(types, ({ length }) => length === 2);
    expect(types()).toEqual(['delivery.assigned', 'delivery.picked_up']);
  });

  it('waits for the event that no driver was found', async () => {
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
