import { storedError } from './stored-error';

it('returns the code and message of a stored error, and any other text as the message', () => {
  const stored = { code: 'not_found', message: 'No delivery 7' };
  expect(storedError(JSON.stringify(stored))).toEqual(stored);
  expect(storedError(JSON.stringify({ message: 'No delivery 7' }))).toEqual({ message: 'No delivery 7' });
  for (const text of ['it broke', '7', '{"error":1}']) {
    expect(storedError(text)).toEqual({ message: text });
  }
});
