import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { EventStream } from './event-stream';

describe('the end of a stream', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function endStream() {
    const response = Object.assign(new EventEmitter(), { end: jest.fn(), destroy: jest.fn() });
    new EventStream('session', 'ada', response as unknown as ServerResponse).end();
    expect(response.end).toHaveBeenCalledTimes(1);
    return response;
  }

  it('closes the connection of a client that does not read', () => {
    const { destroy } = endStream();
    jest.advanceTimersByTime(900);
    expect(destroy).not.toHaveBeenCalled();
    jest.advanceTimersByTime(200);
    expect(destroy).toHaveBeenCalledTimes(1);
  });

  it('leaves a connection alone whose client has read everything', () => {
    const response = endStream();
    response.emit('close');
    jest.advanceTimersByTime(2_000);
    expect(response.destroy).not.toHaveBeenCalled();
  });
});
