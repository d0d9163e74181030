import type { Evidence } from '../evidence/evidence';
import { describeViolations } from './describe';
import { violationsOf } from './testing/findings';
import { healthyStory, the } from './testing/story';

describe('a healthy run', () => {
  it('has no violation', () => {
    expect(violationsOf(healthyStory().evidence)).toEqual([]);
  });

  it('has none without Redis', () => {
    const { evidence } = healthyStory();
    expect(violationsOf({ ...evidence, redis: undefined })).toEqual([]);
  });

  it('has none with a lost order and a lost step of unknown outcome', () => {
    const { story, deliveries } = healthyStory();
    const point = deliveries.late.pickup!;
    story.operation(
      { kind: 'order', sellerOrderId: 'lost', point, channelId: '1', searchRadiusMetres: 1 },
      { outcome: 'unknown', completedAt: Infinity },
    );
    story.operation(
      { kind: 'complete', deliveryId: deliveries.late.id, driverId: 'near', point },
      { outcome: 'unknown', status: 503 },
    );
    expect(violationsOf(story.end())).toEqual([]);
  });
});

describe('the checker', () => {
  const lostWebhook = (evidence: Evidence) => {
    the(evidence.engine.events, ({ id }) => id === 'delivery-late-2').acknowledgedAt = null;
  };

  it('lets a check or a whole invariant be dropped', () => {
    const { evidence } = healthyStory();
    lostWebhook(evidence);
    expect(violationsOf(evidence, { except: ['I4.applied'] })).toHaveLength(1);
    expect(violationsOf(evidence, { except: ['I4.relayed'] })).toEqual([]);
    expect(violationsOf(evidence, { except: ['I4'] })).toEqual([]);
  });

  it('changes nothing of the evidence', () => {
    const { evidence } = healthyStory();
    const before = structuredClone(evidence);
    violationsOf(evidence);
    expect(evidence).toEqual(before);
  });

  it('tells what happened around a violation, in time order', () => {
    const { evidence, deliveries } = healthyStory();
    lostWebhook(evidence);
    evidence.injections.push({ at: deliveries.late.assignedAt! + 1, what: 'engine 1 killed' });
    const [violation] = violationsOf(evidence);
    const text = violation.around.join('\n');
    expect(text).toMatch(
      /order .*"late".*assignment 4 of delivery-late to near.*FAULT engine 1 killed.*pickUp.*event 2 .*Vendure applied event 2/s,
    );
    const times = violation.around.map((line) => line.slice(0, 12)).filter((time) => /^\d/.test(time));
    expect(times).toEqual([...times].sort());
  });

  it('describes violations for people', () => {
    const { evidence } = healthyStory();
    expect(describeViolations(violationsOf(evidence))).toBe('No violation.');
    lostWebhook(evidence);
    const text = describeViolations(violationsOf(evidence));
    expect(text).toMatch(/^1 violations \(I4.relayed: 1\)\n\nI4.relayed delivery delivery-late event 2/);
  });
});
