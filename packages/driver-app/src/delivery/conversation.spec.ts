import type { DriverTask, OwnMessage } from '@driver-dispatch/contract/messages';
import type { Step } from '../storage/step';
import { conversation, findUnread } from './conversation';

const task = { deliveryId: 'd1' } as DriverTask;
const message = (messageId: string, from: OwnMessage['from'], readAt: string | null = null): OwnMessage => ({
  messageId,
  from,
  readAt,
  text: `Text of ${messageId}`,
  sentAt: '2026-01-01T10:00:00.000Z',
});
const step = (key: string, state: Step['state'], deliveryId = 'd1'): Step => ({
  number: 1,
  key,
  state,
  createdAt: 0,
  driverId: 'ada',
  delivery: { deliveryId, orderCode: 'ABC' },
  action: { kind: 'message', text: `Text of ${key}` },
});

describe('conversation', () => {
  it('has the messages of the engine, then the unsent ones of this delivery', () => {
    const messages = [message('m1', 'dispatcher', '2026-01-01T10:01:00.000Z'), message('m2', 'driver')];
    const steps = [
      step('m2', 'sent'),
      step('m3', 'sent'),
      step('m4', 'waiting'),
      step('m5', 'refused'),
      step('m6', 'waiting', 'd2'),
    ];
    expect(conversation({ task, messages }, steps).map(({ messageId, state }) => [messageId, state])).toEqual(
      [
        ['m1', 'read'],
        ['m2', 'sent'],
        ['m3', 'sent'],
        ['m4', 'waiting'],
      ],
    );
  });
});

describe('findUnread', () => {
  it('finds unread messages of the dispatchers only', () => {
    const read = message('m1', 'dispatcher', '2026-01-01T10:01:00.000Z');
    expect(findUnread([read, message('m2', 'dispatcher'), message('m3', 'driver')])).toEqual(['m2']);
  });
});
