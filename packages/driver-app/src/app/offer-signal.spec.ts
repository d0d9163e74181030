import { signalOffer } from './offer-signal';

it('repeats the signal, and leaves no audio open', () => {
  jest.useFakeTimers();
  let opened = 0;
  let open = 0;
  const node = { gain: {}, frequency: {}, connect: jest.fn(), start: jest.fn(), stop: jest.fn() };
  class AudioContext {
    currentTime = 0;
    createGain = () => node;
    createOscillator = () => node;
    close = async () => void (open -= 1);
    constructor() {
      opened += 1;
      open += 1;
    }
  }
  Object.assign(globalThis, { AudioContext });
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  const stop = signalOffer();
  jest.advanceTimersByTime(10_000);
  expect(opened).toBe(3);
  expect(open).toBe(1);
  stop();
  jest.advanceTimersByTime(10_000);
  expect(opened).toBe(3);
  expect(open).toBe(0);
});
