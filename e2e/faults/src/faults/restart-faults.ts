import { deliveryEventBatch, signMessage } from '@driver-dispatch/contract';
import { untilAnswered } from './until-answered';
import type { Fault } from './fault';
import { readyOrder } from './ready-message';

/** Number of events with unknown fields that are sent after each restart. */
const SENT_BETWEEN = 5;

/** Adds a field that is not in the contract to every object of a message. */
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
  title: 'Rolling restart of the engines; unknown fields in messages',
  async run(scene) {
    const { world, inject, caller, prefix, centre, random, expect } = scene;
    let rewritten = 0;
    world.gateway.handler = async (webhookRequest, forward) => {
      // The gateway adds unknown fields to the events of one engine.
      if (webhookRequest.engine !== world.engines[0]!.name) {
        return forward();
      }
      rewritten += 1;
      const body = JSON.stringify(withUnknownFields(deliveryEventBatch(webhookRequest.events)));
      const headers = signMessage(world.keys.webhook, `rewritten-${rewritten}`, body);
      return world.gateway.post({ 'content-type': 'application/json', ...headers }, body);
    };
    scene.startWorkload();
    for (const engine of world.engines) {
      await inject(`engine ${engine.name} restarted`, async () => {
        await engine.stop();
        await engine.start();
      });
      // Kept-alive connections all lead to the other engines by now.
      world.callersToEngines.reset();
      world.shopToEngines.reset();
      const before = rewritten;
      await scene.eventually('events with unknown fields are sent', () => rewritten > before + SENT_BETWEEN);
    }
    // An order with unknown fields, for a store without drivers. It is cancelled at the end.
    const order = readyOrder(`${prefix}unknown-fields`, random.pointNear(centre, 1_000_000));
    const { operation } = await untilAnswered(() => caller.ready(withUnknownFields(order) as typeof order));
    expect(operation.outcome === 'ok', `an order with unknown fields: ${JSON.stringify(operation.reply)}`);
    await untilAnswered(() => caller.cancel(`${prefix}unknown-fields`));
  },
};
