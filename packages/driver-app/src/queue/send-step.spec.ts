import type { Step, StepAction } from '../storage/step';
import { sendStep } from './send-step';

const NOW = Date.parse('2026-05-04T10:00:00.000Z');
const image = { bytes: new ArrayBuffer(3), contentType: 'image/png' };

function clientWith() {
  const calls: unknown[][] = [];
  const record =
    (name: string, result?: unknown) =>
    async (...args: unknown[]) => {
      calls.push([name, ...args]);
      return result as never;
    };
  const client = {
    setDuty: record('setDuty'),
    pickUp: record('pickUp'),
    complete: record('complete'),
    fail: record('fail'),
    sendMessage: record('sendMessage'),
    uploadProof: record('uploadProof', 'https://shop/1.png'),
  };
  return { client, calls };
}

const stepOf = (action: StepAction, createdAt = NOW): Step => ({
  number: 1,
  key: 'key',
  driverId: 'ada',
  delivery: { deliveryId: 'd1', orderCode: 'ABC' },
  createdAt,
  state: 'waiting',
  action,
});

describe('sendStep', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW }));
  afterEach(() => jest.useRealTimers());

  it.each<[string, StepAction, unknown[]]>([
    ['a pickup', { kind: 'pick_up' }, ['pickUp', 'd1', 'key']],
    ['a message', { kind: 'message', text: 'Hi' }, ['sendMessage', 'd1', { messageId: 'key', text: 'Hi' }]],
    ['the end of the duty', { kind: 'off_duty' }, ['setDuty', { status: 'OFFLINE' }, 'key']],
    [
      'a failure',
      { kind: 'fail', code: 'accident', note: 'Tyre', point: { lat: 1, lon: 2 }, endShift: true },
      ['fail', 'd1', { code: 'accident', note: 'Tyre', point: { lat: 1, lon: 2 }, endShift: true }, 'key'],
    ],
    [
      'a PIN',
      { kind: 'complete', proof: { kind: 'pin', pin: '1' }, endShift: false },
      ['complete', 'd1', { proof: { kind: 'pin', pin: '1' } }, 'key'],
    ],
  ])('sends %s', async (_, action, call) => {
    const { client, calls } = clientWith();
    await sendStep(client, stepOf(action), async () => undefined);
    expect(calls).toEqual([call]);
  });

  it('uploads an image once', async () => {
    const { client, calls } = clientWith();
    let saved = stepOf({
      kind: 'complete',
      proof: { kind: 'signature', signedBy: 'Mara', image },
      endShift: false,
    });
    const save = async (changed: Step) => void (saved = changed);
    await sendStep(client, saved, save);
    expect(saved.action).toMatchObject({ proof: { image: { url: 'https://shop/1.png' } } });
    expect(JSON.stringify(saved)).not.toContain('bytes');
    await sendStep(client, saved, () => Promise.reject(new Error('Stored again')));
    expect(calls.map(([name]) => name)).toEqual(['uploadProof', 'complete', 'complete']);
    const proof = { kind: 'signature', signedBy: 'Mara', url: 'https://shop/1.png' };
    expect(calls[1]).toEqual(['complete', 'd1', { proof }, 'key']);
  });

  it('sends a proof whose URL can not be stored, such as in a full storage', async () => {
    const { client, calls } = clientWith();
    const step = stepOf({ kind: 'complete', proof: { kind: 'photo', image }, endShift: false });
    await sendStep(client, step, () => Promise.reject(new DOMException('', 'QuotaExceededError')));
    const proof = { kind: 'photo', url: 'https://shop/1.png' };
    expect(calls[1]).toEqual(['complete', 'd1', { proof }, 'key']);
  });

  it('sends the age of a step that waited', async () => {
    const { client, calls } = clientWith();
    await sendStep(client, stepOf({ kind: 'off_duty' }, NOW - 90_000), async () => undefined);
    expect(calls).toEqual([['setDuty', { status: 'OFFLINE', ageSeconds: 90 }, 'key']]);
  });
});
