import type { EngineDriver } from '../evidence/evidence';
import { violationsOf } from './testing/findings';
import { healthyStory, north, Story, the } from './testing/story';

const subjects = (story: Story) =>
  violationsOf(story.end()).map((found) => `${found.check} ${found.subject}`);

describe('who is assigned', () => {
  it('was AVAILABLE right before', () => {
    const { evidence } = healthyStory();
    const changes = evidence.engine.statusHistory.filter(({ driverId }) => driverId === 'near');
    changes[1].status = 'OFFLINE';
    expect(violationsOf(evidence)).toMatchObject([{ check: 'I6.available', subject: 'near' }]);
  });

  it('was not BUSY already', () => {
    const { evidence } = healthyStory();
    const { statusHistory } = evidence.engine;
    const freed = the(
      statusHistory,
      ({ driverId, reason }) => driverId === 'near' && reason === 'delivery ended',
    );
    statusHistory.splice(statusHistory.indexOf(freed), 1);
    expect(violationsOf(evidence)).toMatchObject([{ check: 'I6.available', subject: 'near' }]);
  });

  it('became BUSY with it', () => {
    const { evidence } = healthyStory();
    evidence.engine.assignments[1].assignedAt += 1;
    expect(violationsOf(evidence)).toMatchObject([{ check: 'I6.available', subject: 'far' }]);
  });

  it('serves the channel', () => {
    const { evidence, drivers } = healthyStory();
    drivers.near.channels = ['7'];
    evidence.engine.assignments.splice(3);
    const found = violationsOf(evidence, { except: ['I1', 'I2', 'I6.nearest'] });
    expect(found.map((violation) => `${violation.check} ${violation.subject}`)).toEqual([
      'I6.channel delivery-delivered',
      'I6.channel delivery-cancelled',
    ]);
  });

  it('may have served it before it was registered anew', () => {
    const { story, drivers } = healthyStory();
    drivers.far.channels = ['7'];
    story.setStatus(drivers.far, drivers.far.status, 'registered');
    expect(subjects(story)).toEqual([]);
  });

  it('was within the radius', () => {
    const { evidence } = healthyStory();
    evidence.engine.assignments[1].distanceMetres = 10_002;
    evidence.engine.assignments[3].distanceMetres = 10_000.5;
    expect(violationsOf(evidence, { except: ['I6.nearest'] })).toMatchObject([
      { check: 'I6.radius', subject: 'delivery-failed' },
    ]);
  });
});

describe('the nearest', () => {
  /** A driver 100 m away and one 200 m away, who is to be assigned. */
  function twoDrivers(
    between: (story: Story, near: EngineDriver) => void = () => undefined,
    channels?: string[],
  ) {
    const story = new Story();
    const near = story.driver('near', north(100), channels);
    const far = story.driver('far', north(200));
    between(story, near);
    return { story, near, far };
  }

  /** What is found when the farther one is assigned. */
  function found(between?: (story: Story, near: EngineDriver) => void, channels?: string[]) {
    const { story, far } = twoDrivers(between, channels);
    story.assign(story.order('one'), far);
    return subjects(story);
  }

  const nearest = ['I6.nearest delivery-one'];

  it('was passed over', () => {
    expect(found()).toEqual(nearest);
  });

  it('is told by name', () => {
    const { story, far } = twoDrivers();
    story.assign(story.order('one'), far);
    expect(violationsOf(story.end())[0].message).toMatch(
      /went to far, 200 m away, while near was free 100 m away/,
    );
  });

  it('was assigned: nothing is found', () => {
    const { story, near } = twoDrivers();
    story.assign(story.order('one'), near);
    expect(subjects(story)).toEqual([]);
  });

  it('is passed over beyond the poles and the antimeridian', () => {
    const story = new Story();
    story.driver('near', { lat: 89.9999, lon: 10 });
    const far = story.driver('far', { lat: 89.99, lon: -170 });
    story.assign(story.order('one', { lat: 89.9999, lon: -170 }), far);
    story.driver('near 2', { lat: 0.001, lon: 179.9999 });
    const far2 = story.driver('far 2', { lat: 0.001, lon: -179.99 });
    story.assign(story.order('two', { lat: 0.001, lon: -179.9999 }), far2);
    expect(subjects(story)).toEqual(['I6.nearest delivery-one', 'I6.nearest delivery-two']);
  });

  it("came to be where it is by a location, or a delivery's end", () => {
    const away = (story: Story, near: EngineDriver) => story.location(near, north(5_000));
    expect(found(away)).toEqual([]);
    expect(
      found((story, near) => {
        away(story, near);
        story.location(near, north(90));
      }),
    ).toEqual(nearest);
    expect(
      found((story, near) => {
        const earlier = story.order('earlier');
        story.assign(earlier, near);
        story.pickUp(earlier);
        story.complete(earlier, north(80));
      }),
    ).toEqual(nearest);
  });

  it('is not nearer by a few metres', () => {
    const { story, far, near } = twoDrivers();
    story.location(near, north(196));
    story.assign(story.order('one'), far);
    expect(subjects(story)).toEqual([]);
  });

  it('became AVAILABLE only a second before', () => {
    const { story, near, far } = twoDrivers();
    story.setStatus(near, 'OFFLINE', 'driver app');
    story.operation({ kind: 'status', driverId: 'near', status: 'OFFLINE' });
    story
      .wait(60_000)
      .operation({ kind: 'status', driverId: 'near', status: 'AVAILABLE', point: north(100) });
    story.setStatus(near, 'AVAILABLE', 'driver app');
    story.assign(story.order('one'), far);
    expect(subjects(story)).toEqual([]);
  });

  it('was assigned something else right after', () => {
    const { story, near, far } = twoDrivers();
    const one = story.order('one');
    const two = story.order('two', north(5_000));
    story.assign(one, far);
    story.wait(-4_500);
    story.assign(two, near);
    expect(subjects(story)).toEqual([]);
  });

  const location = { kind: 'location', driverId: 'near', point: north(4_000) } as const;

  it('had told a location of which nobody knows whether it was taken', () => {
    expect(
      found((story) => {
        story.operation(location, { outcome: 'unknown' });
        story.wait(5_000);
      }),
    ).toEqual([]);
  });

  it('is certain again when it tells another one later', () => {
    expect(
      found((story, near) => {
        story.operation(location, { outcome: 'unknown' });
        story.wait(20_000).location(near, north(60));
      }),
    ).toEqual(nearest);
  });

  it('was never anywhere else by a location that was refused', () => {
    expect(
      found((story) => {
        story.operation(location, { outcome: 'refused', status: 400 });
        story.wait(5_000);
      }),
    ).toEqual(nearest);
  });

  it('told two locations at the same time', () => {
    expect(
      found((story, near) => {
        story.operation({ ...location, point: north(30) });
        story.location(near, north(50));
      }),
    ).toEqual([]);
  });

  it('told a location while it was assigned', () => {
    const { story, far } = twoDrivers();
    const one = story.order('one');
    story.operation(location, { invokedAt: story.now - 500, completedAt: story.now + 500 });
    story.assign(one, far);
    expect(subjects(story)).toEqual([]);
  });

  it('told a location that an engine may have taken along when it was killed', () => {
    expect(
      found((story, near) => {
        story.location(near, north(50));
        story.evidence.injections.push({ at: story.now, what: 'engine killed' });
        story.wait(5_000);
      }),
    ).toEqual([]);
  });

  it('ended its delivery a second time, where it is not believed', () => {
    expect(
      found((story, near) => {
        const earlier = story.order('earlier');
        story.assign(earlier, near);
        story.pickUp(earlier);
        story.complete(earlier, north(5_000));
        const again = {
          kind: 'complete',
          deliveryId: earlier.id,
          driverId: 'near',
          point: north(80),
        } as const;
        story.operation(again, { reply: { duplicate: true } });
        story.wait(5_000);
      }),
    ).toEqual([]);
  });

  it('was not heard of for too long', () => {
    const { story, far } = twoDrivers((earlier) => earlier.wait(4_000_000));
    story.operation({ kind: 'heartbeat', driverId: 'far' });
    Object.assign(far, { seenAt: story.wait(5_000).now });
    story.assign(story.order('one'), far);
    expect(violationsOf(story.end(), { except: ['I7'] })).toEqual([]);
  });

  it('does not serve the channel', () => {
    expect(found(undefined, ['2'])).toEqual([]);
    expect(found(undefined, ['1'])).toEqual(nearest);
  });

  it('was meant for another delivery, which went to somebody else', () => {
    const { story, far } = twoDrivers();
    const third = story.driver('third', north(150));
    const one = story.order('one', north(0));
    const two = story.order('two', north(90));
    story.assign(two, third);
    story.wait(-4_999);
    story.assign(one, far);
    // The nearer delivery can't be excused like that.
    expect(subjects(story)).toEqual(['I6.nearest delivery-two']);
  });

  it('was refused since its row was written at the time', () => {
    const { story, far } = twoDrivers();
    const one = story.order('one');
    story.operation({ kind: 'heartbeat', driverId: 'near' });
    story.assign(one, far);
    story.evidence.engine.assignments[0].decision.refused = ['near'];
    expect(subjects(story)).toEqual([]);
  });

  it('was refused for no reason', () => {
    const { story, far } = twoDrivers();
    story.assign(story.order('one'), far);
    story.evidence.engine.assignments[0].decision.refused = ['near'];
    expect(subjects(story)).toEqual(nearest);
  });
});
