import type { Evidence } from '../evidence/evidence';
import { describeViolations } from './describe';
import { findViolations } from './testing/findings';
import { healthyRun, findRow } from './testing/run-builder';

describe('checker on a healthy run', () => {
  it('finds no violation', () => {
    expect(findViolations(healthyRun().evidence)).toEqual([]);
  });

  it('finds none without Redis', () => {
    const { evidence } = healthyRun();
    expect(findViolations({ ...evidence, redis: undefined })).toEqual([]);
  });

  it('finds none with a lost order and a lost step of unknown outcome', () => {
    const { run, deliveries } = healthyRun();
    const point = deliveries.late.pickup!;
    run.operation(
      { kind: 'order', sellerOrderId: 'lost', point, channelId: '1', searchRadiusMetres: 1 },
      { outcome: 'unknown', completedAt: Infinity },
    );
    run.operation(
      { kind: 'complete', deliveryId: deliveries.late.id, driverId: 'near', point },
      { outcome: 'unknown', status: 503 },
    );
    expect(findViolations(run.end())).toEqual([]);
  });
});

describe('checker', () => {
  const lostWebhook = (evidence: Evidence) => {
    findRow(evidence.engine.events, ({ id }) => id === 'delivery-late-2').acknowledgedAt = null;
  };

  it('drops excepted checks and invariants', () => {
    const { evidence } = healthyRun();
    lostWebhook(evidence);
    expect(findViolations(evidence, { except: ['I4.applied'] })).toHaveLength(1);
    expect(findViolations(evidence, { except: ['I4.acknowledged'] })).toEqual([]);
    expect(findViolations(evidence, { except: ['I4'] })).toEqual([]);
  });

  it('does not change the evidence', () => {
    const { evidence } = healthyRun();
    const before = structuredClone(evidence);
    findViolations(evidence);
    expect(evidence).toEqual(before);
  });

  it('returns the context of a violation in time order', () => {
    const { evidence, deliveries } = healthyRun();
    lostWebhook(evidence);
    evidence.injections.push({ at: deliveries.late.assignedAt! + 1, what: 'engine 1 killed' });
    const [violation] = findViolations(evidence);
    const text = violation.context.join('\n');
    expect(text).toMatch(
      /order .*"late".*assignment 4 of delivery-late to near.*FAULT engine 1 killed.*pickUp.*event 2 .*Vendure applied event 2/s,
    );
    const times = violation.context.map((line) => line.slice(0, 12)).filter((time) => /^\d/.test(time));
    expect(times).toEqual([...times].sort());
  });

  it('describes violations as text', () => {
    const { evidence } = healthyRun();
    expect(describeViolations(findViolations(evidence))).toBe('No violation.');
    lostWebhook(evidence);
    const text = describeViolations(findViolations(evidence));
    expect(text).toMatch(
      /^1 violations \(I4.acknowledged: 1\)\n\nI4.acknowledged delivery delivery-late event 2/,
    );
  });
});
