import { keptError } from './kept-error';

it('has the code and the message of what the engine has kept, and all of what is kept otherwise', () => {
  const kept = { code: 'not_found', message: 'No delivery 7' };
  expect(keptError(JSON.stringify(kept))).toEqual(kept);
  expect(keptError(JSON.stringify({ message: 'No delivery 7' }))).toEqual({ message: 'No delivery 7' });
  for (const text of ['it broke', '7', '{"error":1}']) {
    expect(keptError(text)).toEqual({ message: text });
  }
});
