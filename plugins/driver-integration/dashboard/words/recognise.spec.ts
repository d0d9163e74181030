import { recognise } from './recognise';

const SENTENCES = [
  'Driver {driver} is deactivated',
  'Driver {driver} is {state}',
  'Is it "{name}" (or not)?',
];

describe('recognise', () => {
  it('finds the first sentence that a text is, and what varies in it', () => {
    expect(recognise('Driver ada is deactivated', SENTENCES)).toEqual({
      sentence: SENTENCES[0],
      values: { driver: 'ada' },
    });
    expect(recognise('Driver ada is BUSY', SENTENCES)?.values).toEqual({ driver: 'ada', state: 'BUSY' });
    expect(recognise('Is it "a\nb" (or not)?', SENTENCES)?.values).toEqual({ name: 'a\nb' });
  });

  it('recognises no more than the whole of a text', () => {
    expect(recognise('So: Driver ada is BUSY', SENTENCES)).toBeUndefined();
    expect(recognise('', SENTENCES)).toBeUndefined();
  });
});
