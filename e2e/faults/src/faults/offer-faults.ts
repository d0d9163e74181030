import { setTimeout as sleep } from 'node:timers/promises';
import type { Point } from '@driver-dispatch/contract';
import type { Fault, Scene } from './fault';
import { atStatement } from './process-faults';
import { readyOrder } from './ready-message';
import { untilAnswered } from './until-answered';

/** Channel whose orders are offered. The workload's orders are assigned directly. */
const CHANNEL = 'offered';

const OFFER_SECONDS = 3;

const ENVIRONMENT = {
  ASSIGNMENT_CHANNEL_MODES: JSON.stringify({ [CHANNEL]: 'offer' }),
  OFFER_SECONDS: String(OFFER_SECONDS),
  OFFER_REPEAT_AFTER_SECONDS: '1',
};

/** An offered order with its two nearest drivers. The first one has the offer. */
interface Round {
  id: string;
  deliveryId: string;
  offerId: string;
  endsAt: number;
  first: string;
  second: string;
  store: Point;
}

/** What happens during an open offer. */
type Race = (scene: Scene, round: Round) => Promise<unknown>;

const accept = ({ caller }: Scene, { offerId, first }: Round) => caller.acceptOffer(offerId, first);
const soon = ({ random }: Scene) => sleep(random.integer(0, 6));

const RACES: Record<string, Race> = {
  'acceptance at the end of the offer': async (scene, round) => {
    await sleep(Math.max(0, round.endsAt - Date.now() - 20 + scene.random.integer(0, 40)));
    return accept(scene, round);
  },
  'acceptance during the cancellation': (scene, round) =>
    Promise.all([accept(scene, round), soon(scene).then(() => scene.caller.cancel(round.id, CHANNEL))]),
  'acceptance during a manual assignment': (scene, round) => {
    const choice = { driverId: round.second, operator: 'Ops' };
    const assign = () => scene.caller.operate('POST', `/v1/deliveries/${round.deliveryId}/assign`, choice);
    return Promise.all([
      accept(scene, round),
      soon(scene)
        .then(assign)
        .catch(() => undefined),
    ]);
  },
  'acceptance during OFFLINE': (scene, round) =>
    Promise.all([
      accept(scene, round),
      soon(scene).then(() => scene.caller.setStatus(round.first, 'OFFLINE')),
    ]),
  'acceptance on two devices': (scene, round) => Promise.all([accept(scene, round), accept(scene, round)]),
  'acceptance during a decline': (scene, round) =>
    Promise.all([
      accept(scene, round),
      soon(scene).then(() => scene.caller.declineOffer(round.offerId, round.first)),
    ]),
};

/** The statement of each step of an offer. */
const STEPS: [what: string, pattern: RegExp][] = [
  ['the offer', /claim-drivers\.sql/],
  ['the acceptance', /accept-offer\.sql/],
  ['the end', /offer_end = \$2/],
];

/** Submits an order with two drivers nearby, and waits for the offer. */
async function offer(scene: Scene, id: string): Promise<Round | undefined> {
  const { caller, random, centre } = scene;
  const store = random.pointNear(centre, 300_000);
  const [first, second] = [`${id}-first`, `${id}-second`];
  for (const [driverId, metres] of [[first, 100] as const, [second, 400] as const]) {
    await untilAnswered(() => caller.register(driverId));
    const at = { ...store, lat: store.lat + metres / 111_195 };
    await untilAnswered(() => caller.setStatus(driverId, 'AVAILABLE', at));
  }
  const order = { ...readyOrder(id, store), channelId: CHANNEL };
  const { reply } = await untilAnswered(() => caller.ready(order));
  let open: Round | undefined;
  await scene.eventually(`order ${id} is offered`, async () => {
    const offered = (await caller.heartbeat(first)).reply?.offer;
    if (offered) {
      const { offerId, endsAt } = offered;
      open = { id, deliveryId: reply!.deliveryId, offerId, endsAt: Date.parse(endsAt), first, second, store };
    }
    return open !== undefined;
  });
  return open;
}

/** Ends a round: drivers accept the next offers and deliver, until the delivery has ended. */
async function complete(scene: Scene, round: Round): Promise<void> {
  const { caller, world } = scene;
  await scene.eventually(`the delivery of ${round.id} ends`, async () => {
    for (const driverId of [round.first, round.second]) {
      const { reply } = await caller.heartbeat(driverId);
      if (reply?.offer) {
        await caller.acceptOffer(reply.offer.offerId, driverId);
      }
      if (reply?.task) {
        await caller.pickUp(reply.task.deliveryId, driverId);
        await caller.complete(reply.task.deliveryId, driverId);
      }
    }
    const { rows } = await world.engineDatabase.query<{ state: string }>(
      'SELECT state FROM driver_dispatch.deliveries WHERE id = $1',
      [round.deliveryId],
    );
    return ['DELIVERED', 'CANCELLED'].includes(rows[0]!.state);
  });
  for (const driverId of [round.first, round.second]) {
    await untilAnswered(() => caller.setStatus(driverId, 'OFFLINE'));
  }
}

/** Kills an engine before or after the statement of a step, while the first driver declines or accepts. */
async function killAt(scene: Scene, what: string, pattern: RegExp, executed: boolean): Promise<void> {
  const id = `${scene.prefix}kill-${STEPS.findIndex(([step]) => step === what)}-${Number(executed)}`;
  const { killEngine } = atStatement(what, pattern, executed);
  const isOffer = what === 'the offer';
  const before = isOffer ? undefined : await offer(scene, id);
  const killed = scene.inject(`engine killed ${executed ? 'after' : 'before'} ${what}`, () =>
    Promise.race([killEngine(scene), sleep(20_000)]),
  );
  const round = before ?? (await offer(scene, id));
  if (round && what === 'the acceptance') {
    await untilAnswered(() => scene.caller.acceptOffer(round.offerId, round.first));
  } else if (round && !isOffer) {
    await untilAnswered(() => scene.caller.declineOffer(round.offerId, round.first));
  }
  const engine = await killed;
  scene.expect(engine !== undefined, `no engine reached ${what}`);
  await engine?.start(ENVIRONMENT);
  if (round) {
    await complete(scene, round);
  }
}

export const offers: Fault = {
  id: 'F28',
  title: 'Engine killed at each step of an offer; acceptance against every other end',
  minima: { 'I9.accepted': 5, 'I9.driver': 9, 'I9.delivery': 9, 'I9.answer': 8 },
  async run(scene) {
    const { world, prefix, inject, length } = scene;
    await Promise.all(
      world.engines.map(async (engine) => {
        await engine.stop();
        await engine.start(ENVIRONMENT);
      }),
    );
    for (let i = 0; i < (length === 'short' ? 1 : 30); i++) {
      for (const [n, [what, race]] of Object.entries(RACES).entries()) {
        const round = await offer(scene, `${prefix}${i}-${n}`);
        if (round) {
          await inject(what, () => race(scene, round));
          await complete(scene, round);
        }
      }
    }
    for (const [what, pattern] of STEPS) {
      if (length === 'full') {
        await killAt(scene, what, pattern, false);
      }
      await killAt(scene, what, pattern, true);
    }
  },
};
