import { deliveryEventBatch, signMessage } from '@driver-dispatch/contract';
import { answered } from './answered';
import type { Fault } from './fault';
import { readyOrder } from './ready-message';

/** How many events with unknown fields are sent after each restart. */
const SENT_BETWEEN = 5;

/** Adds fields that the contract does not know, everywhere. */
function withUnknownFields(message: unknown): unknown {
  if (Array.isArray(message)) {
    return message.map(withUnknownFields);
  }
  if (typeof message !== 'object' || message === null) {
    return message;
  }
  const fields = Object.entries(message).map(([name, value]) => [name, withUnknownFields(value)]);
  return { ...(Object.fromEntries(fields) as object), addedLater: { by: ['another version'] } };
}

export const rollingRestart: Fault = {
  id: 'F24',
  title: 'Rolling restart: engines restarted one by one; unknown fields in messages',
  async run(scene) {
    const { world, inject, caller, prefix, centre, random, expect } = scene;
    let rewritten = 0;
    world.gateway.handler = async (telling, forward) => {
      // The events of one engine have fields that the shop does not know.
      if (telling.engine !== world.engines[0]!.name) {
        return forward();
      }
      rewritten += 1;
      const body = JSON.stringify(withUnknownFields(deliveryEventBatch(telling.events)));
      const headers = signMessage(world.keys.webhook, `rewritten-${rewritten}`, body);
      return world.gateway.post({ 'content-type': 'application/json', ...headers }, body);
    };
    scene.rush();
    for (const engine of world.engines) {
      await inject(`engine ${engine.name} ends and starts again`, async () => {
        await engine.stop();
        await engine.start();
      });
      // Connections that were kept open all lead to the others by now.
      world.callersToEngines.reset();
      world.shopToEngines.reset();
      const before = rewritten;
      await scene.eventually('events with unknown fields are sent', () => rewritten > before + SENT_BETWEEN);
    }
    // An order with fields that the engines do not know, for a store without drivers; it is cancelled in the end.
    const order = readyOrder(`${prefix}unknown-fields`, random.pointNear(centre, 1_000_000));
    const { operation } = await answered(() => caller.ready(withUnknownFields(order) as typeof order));
    expect(operation.outcome === 'ok', `an order with unknown fields: ${JSON.stringify(operation.reply)}`);
    await answered(() => caller.cancel(`${prefix}unknown-fields`));
  },
};
