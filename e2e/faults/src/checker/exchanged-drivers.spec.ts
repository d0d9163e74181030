import { check } from './check';
import { exchangeDrivers, tryExchanges } from './exchanged-drivers';
import { IndexedEvidence } from './indexed-evidence';
import { compareWithFreeDrivers } from './nearer-drivers';
import { violationsOf } from './testing/findings';
import { north, Story } from './testing/story';

/** The nearer of two drivers delivers an order, and another one later. */
function nearestAssigned(): Story {
  const story = new Story();
  const near = story.driver('near', north(100));
  const far = story.driver('far', north(300));
  for (const code of ['one', 'two']) {
    const order = story.order(code);
    story.assign(order, near);
    story.pickUp(order);
    story.complete(order, north(100));
  }
  story.operation({ kind: 'heartbeat', driverId: far.id });
  return story;
}

describe('an assignment to the second nearest driver', () => {
  it('is the only violation in the evidence', () => {
    const evidence = nearestAssigned().end();
    expect(violationsOf(evidence)).toEqual([]);
    const comparisons = compareWithFreeDrivers(new IndexedEvidence(evidence));
    expect(comparisons.map(({ delivery, other }) => `${delivery.orderCode} ${other.id}`)).toEqual([
      'one far',
      'two far',
    ]);
    for (const comparison of comparisons) {
      expect(violationsOf(exchangeDrivers(evidence, comparison))).toMatchObject([
        { check: 'I6.nearest', subject: comparison.delivery.id },
      ]);
    }
  });

  it('is found in the evidence of a run', () => {
    expect(tryExchanges(nearestAssigned().end())).toEqual({ tried: 2, found: 2 });
  });

  it('is not found where the location of the nearest driver was not certain', () => {
    const story = new Story();
    const near = story.driver('near', north(100));
    story.driver('far', north(300));
    story.operation({ kind: 'location', driverId: near.id, point: north(110) }, { outcome: 'unknown' });
    story.wait(5_000).assign(story.order('one'), near);
    expect(tryExchanges(story.end())).toEqual({ tried: 1, found: 0 });
  });
});

describe('I6.nearest', () => {
  const compared = (story: Story) => check(story.end()).compared.of('I6.nearest');

  it('compares nothing where no other driver was certainly free', () => {
    const story = new Story();
    const only = story.driver('only', north(100));
    const moving = story.driver('moving', north(300));
    const order = story.order('one');
    story.location(moving, north(310));
    story.wait(-4_000).assign(order, only);
    expect(compared(story)).toBe(0);
  });

  it('compares an assignment with a driver who does not move', () => {
    expect(compared(nearestAssigned())).toBe(2);
  });
});
