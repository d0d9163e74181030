import { heldUntil } from './held-until';

const now = Date.parse('2026-05-04T08:00:00.000Z');

describe('heldUntil', () => {
  it('returns the ready time minus the lead time', () => {
    expect(heldUntil({ readyAt: '2026-05-04T10:00:00.000Z' }, 1_800, now)).toEqual(
      new Date('2026-05-04T09:30:00.000Z'),
    );
  });

  it.each(['2026-05-04T08:30:00.000Z', '2026-05-04T08:10:00.000Z', '2026-05-03T10:00:00.000Z'])(
    'returns undefined for an order that is ready at %s',
    (readyAt) => expect(heldUntil({ readyAt }, 1_800, now)).toBeUndefined(),
  );
});
