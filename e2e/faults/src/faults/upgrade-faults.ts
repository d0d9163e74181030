import { setTimeout as sleep } from 'node:timers/promises';
import { signMessage } from '@driver-dispatch/contract';
import { answered } from './answered';
import type { Fault } from './fault';
import { readyMessage } from './ready-message';

/** What the next version of the contract might add, everywhere it may. */
function asNextVersion(message: unknown): unknown {
  if (Array.isArray(message)) {
    return message.map(asNextVersion);
  }
  if (typeof message !== 'object' || message === null) {
    return message;
  }
  const fields = Object.entries(message).map(([name, value]) => [name, asNextVersion(value)]);
  return { ...(Object.fromEntries(fields) as object), addedLater: { by: ['the next version'] } };
}

export const rollingUpgrade: Fault = {
  id: 'F24',
  title: 'Contract N and N+1 side by side, engines restarted one by one',
  async run(scene) {
    const { world, inject, caller, prefix, centre, random, expect } = scene;
    let rewritten = 0;
    world.gateway.handler = async (telling, forward) => {
      // The first engine is the new one.
      if (telling.engine !== world.engines[0]!.name) {
        return forward();
      }
      rewritten += 1;
      const body = JSON.stringify(asNextVersion(telling.event));
      const headers = signMessage(world.keys.webhook, telling.event.id, body);
      return world.gateway.post({ 'content-type': 'application/json', ...headers }, body);
    };
    scene.rush();
    await sleep(1_500);
    for (const engine of world.engines) {
      await inject(`engine ${engine.name} ends and starts again`, async () => {
        await engine.stop();
        await engine.start();
      });
      await sleep(1_000);
    }
    // A shop of the next version, its order for a store that no driver is near; taken back in the end.
    const message = readyMessage(`${prefix}next`, random.pointNear(centre, 1_000_000));
    const { operation } = await answered(() => caller.ready(asNextVersion(message) as typeof message));
    expect(operation.outcome === 'ok', `fields that are not known yet: ${JSON.stringify(operation.reply)}`);
    await answered(() => caller.cancel(`${prefix}next`));
    expect(rewritten > 0, 'no event of the next version was told');
  },
};
