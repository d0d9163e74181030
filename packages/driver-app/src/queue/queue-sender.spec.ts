import { QueueSender } from './queue-sender';
import type { SendResult } from './step-queue';

const tick = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

function senderWith(results: (SendResult | Error)[]) {
  const seen: string[] = [];
  const sender = new QueueSender({
    send: async () => {
      seen.push('send');
      const result = results.shift() ?? 'empty';
      if (result instanceof Error) {
        throw result;
      }
      return result;
    },
    onSent: async () => void seen.push('sent'),
    onUnauthorized: () => seen.push('unauthorized'),
  });
  return { sender, seen };
}

describe('QueueSender', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('retries with growing pauses, and not before the engine allows it', async () => {
    const { sender, seen } = senderWith([{}, {}, { retryAfterSeconds: 60 }, 'sent']);
    await sender.trigger();
    await tick(1_000);
    await tick(2_000);
    expect(seen).toEqual(['send', 'send', 'send']);
    await tick(59_000);
    expect(seen).toHaveLength(3);
    await tick(1_000);
    expect(seen).toEqual(['send', 'send', 'send', 'send', 'sent']);
  });

  it('retries after the storage has failed', async () => {
    const { sender, seen } = senderWith([new Error('The database is closed'), 'sent']);
    await sender.trigger();
    await tick(1_000);
    expect(seen).toEqual(['send', 'send', 'sent']);
  });

  it('repeats a request that arrives while it sends', async () => {
    const { sender, seen } = senderWith(['sent', 'sent']);
    await Promise.all([sender.trigger(), sender.trigger()]);
    await tick();
    expect(seen).toEqual(['send', 'sent', 'send', 'sent']);
  });

  it('sends nothing after it is stopped', async () => {
    const { sender, seen } = senderWith([{}]);
    await sender.trigger();
    sender.stop();
    await tick(60_000);
    expect(seen).toEqual(['send']);
  });

  it('reports the end of the session', async () => {
    const { sender, seen } = senderWith(['unauthorized']);
    await sender.trigger();
    expect(seen).toEqual(['send', 'unauthorized']);
  });
});
