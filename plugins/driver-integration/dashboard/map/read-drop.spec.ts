import { readDrop } from './read-drop';

const delivery = { id: '1' };
const candidate = { driver: { driverId: 'ada' } };
const candidates = [{ driver: { driverId: 'ben' } }, candidate];
const error = new Error('No response');
const loaded = { delivery, candidates, error: null };

describe('readDrop', () => {
  it('finds the candidate', () => {
    const found = { kind: 'found', delivery, candidate };
    expect(readDrop(loaded, 'ada')).toEqual(found);
    expect(readDrop({ ...loaded, error }, 'ada')).toEqual(found);
  });

  it('waits for both responses', () => {
    expect(readDrop({ ...loaded, delivery: undefined }, 'ada').kind).toBe('loading');
    expect(readDrop({ ...loaded, candidates: undefined }, 'ada').kind).toBe('loading');
  });

  it('does not wait after an error', () => {
    const failed = { kind: 'failed', error };
    expect(readDrop({ ...loaded, delivery: undefined, error }, 'ada')).toEqual(failed);
    expect(readDrop({ ...loaded, candidates: undefined, error }, 'ada')).toEqual(failed);
  });

  it('does not wait for a delivery or a driver that does not exist', () => {
    expect(readDrop({ delivery: null, candidates: undefined, error }, 'ada').kind).toBe('noDelivery');
    expect(readDrop(loaded, 'cleo').kind).toBe('noCandidate');
  });
});
