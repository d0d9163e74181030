import { groupOutcomes } from './group-outcomes';

const cancelled = (name: string) => ({ name, tone: 'success', text: 'Cancellation requested' }) as const;
const rejected = (name: string) => ({ name, tone: 'error', text: 'Already picked up' }) as const;

describe('groupOutcomes', () => {
  it('counts only the rows with the same outcome', () => {
    expect(groupOutcomes([cancelled('A'), rejected('B'), cancelled('C')])).toEqual([
      { tone: 'success', text: 'Cancellation requested (2)', description: 'A, C' },
      { tone: 'error', text: 'Already picked up', description: 'B' },
    ]);
  });

  it('names at most five rows', () => {
    expect(groupOutcomes([...'ABCDEF'].map(cancelled))).toEqual([
      { tone: 'success', text: 'Cancellation requested (6)', description: 'A, B, C, D, E, …' },
    ]);
  });
});
