import { DispatchError, type DriverSelf } from '@driver-dispatch/contract/messages';
import { LiveConnection } from './live-connection';

const selfAt = (serverTime: string) => ({ serverTime }) as DriverSelf;

type Stream = ReadableStreamDefaultController<Uint8Array>;

/** Answers each opened stream and each poll with the next reply, and the last one again. */
function connectionWith(replies: {
  streams: ('open' | DispatchError)[];
  polls: (DriverSelf | DispatchError)[];
}) {
  const seen: string[] = [];
  const streams: Stream[] = [];
  const next = <T>(list: T[]) => (list.length > 1 ? list.shift()! : list[0]!);
  const connection = new LiveConnection(
    {
      openEvents: async () => {
        const reply = next(replies.streams);
        if (reply !== 'open') {
          throw reply;
        }
        return new ReadableStream({ start: (controller) => void streams.push(controller) });
      },
      me: async () => {
        const reply = next(replies.polls);
        if (reply instanceof DispatchError) {
          throw reply;
        }
        return reply;
      },
    },
    {
      onSelf: ({ serverTime }) => seen.push(serverTime),
      onConnection: (state) => seen.push(state),
      onUnauthorized: () => seen.push('unauthorized'),
    },
  );
  const send = (stream: number, self: DriverSelf) =>
    streams[stream]!.enqueue(new TextEncoder().encode(`event: self\ndata: ${JSON.stringify(self)}\n\n`));
  return { connection, seen, streams, send };
}

const tick = () => jest.advanceTimersByTimeAsync(0);
const failure = new DispatchError('unreachable', '');

describe('LiveConnection', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('reads the stream, and opens it again without a poll when the engine ends it', async () => {
    const { connection, seen, streams, send } = connectionWith({ streams: ['open'], polls: [failure] });
    void connection.run();
    await tick();
    send(0, selfAt('1'));
    await tick();
    streams[0]!.close();
    await tick();
    send(1, selfAt('2'));
    await tick();
    expect(seen).toEqual(['1', 'live', '2', 'live']);
    connection.stop();
  });

  it('polls while there is no stream, with growing pauses that waking ends', async () => {
    const { connection, seen } = connectionWith({
      streams: [failure],
      polls: [failure, selfAt('1'), selfAt('2')],
    });
    void connection.run();
    await tick();
    expect(seen).toEqual(['offline']);
    await jest.advanceTimersByTimeAsync(500);
    expect(seen).toEqual(['offline', '1', 'polling']);
    connection.wake();
    await tick();
    expect(seen).toEqual(['offline', '1', 'polling', '2', 'polling']);
    connection.stop();
  });

  it('signs out when the session has ended', async () => {
    const unauthorized = new DispatchError('unauthorized', '');
    const { connection, seen } = connectionWith({ streams: [unauthorized], polls: [failure] });
    await connection.run();
    expect(seen).toEqual(['unauthorized']);
  });
});
