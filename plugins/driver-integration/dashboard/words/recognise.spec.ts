import { recognise } from './recognise';

const SENTENCES = [
  'Driver {driver} is deactivated',
  'Driver {driver} is {state}',
  'Is it "{name}" (or not)?',
];

describe('recognise', () => {
  it('returns the first matching sentence and its values', () => {
    expect(recognise('Driver ada is deactivated', SENTENCES)).toEqual({
      sentence: SENTENCES[0],
      values: { driver: 'ada' },
    });
    expect(recognise('Driver ada is BUSY', SENTENCES)?.values).toEqual({ driver: 'ada', state: 'BUSY' });
    expect(recognise('Is it "a\nb" (or not)?', SENTENCES)?.values).toEqual({ name: 'a\nb' });
  });

  it('matches whole texts only', () => {
    expect(recognise('So: Driver ada is BUSY', SENTENCES)).toBeUndefined();
    expect(recognise('', SENTENCES)).toBeUndefined();
  });
});
