import { keepOwnSignals } from './keep-own-signals';

describe('keepOwnSignals', () => {
  it.each(['SIGTERM', 'exit', 'message'] as const)(
    'takes off whoever came to listen to %s meanwhile, and nobody else',
    async (event) => {
      const known = () => undefined;
      process.on(event, known);
      try {
        const before = process.rawListeners(event);
        const done = await keepOwnSignals(async () => {
          process.on(event, () => undefined);
          return 'done';
        });
        expect(done).toBe('done');
        expect(process.rawListeners(event)).toEqual(before);
      } finally {
        process.removeListener(event, known);
      }
    },
  );
});
