import { nextPoint } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { OutboxStore } from './outbox-store';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { unassignedAfterSeconds: 0.1, retrySeconds: 0.2 } });
});

/** Blocks the sink at the next event of a type until `open` is called. */
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
  const point = nextPoint();
  await engine.driverAt(driverId, point);
  return engine.order(point);
}

describe('the assignment event', () => {
  it('is sent at once by the process that wrote it, without a read from PostgreSQL', async () => {
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

  it('is followed at once by an event written during its request', async () => {
    const gate = gateAt('delivery.assigned');
    const { deliveryId, submissionKey } = await assigned('bob');
    await gate.arrived;
    await engine.drivers.pickUp({ deliveryId, driverId: 'bob' });
    gate.open();
    const types = () => engine.sink.typesOf(submissionKey);
    await eventually(types, ({ length }) => length === 2);
    expect(types()).toEqual(['delivery.assigned', 'delivery.picked_up']);
  });

  it('is sent after the delivery.unassigned event', async () => {
    const gate = gateAt('delivery.unassigned');
    const point = nextPoint();
    const { deliveryId, submissionKey } = await engine.order(point);
    await gate.arrived;
    await engine.driverAt('eve', point);
    await engine.untilState(deliveryId, 'ASSIGNED');
    expect(engine.sink.typesOf(submissionKey)).toEqual([]);
    gate.open();
    const types = () => engine.sink.typesOf(submissionKey);
    await eventually(types, ({ length }) => length === 2);
    expect(types()).toEqual(['delivery.unassigned', 'delivery.assigned']);
  });
});
