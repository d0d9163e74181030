import type { DeliveryDetail } from './delivery-detail-document';
import { timelineEntries } from './timeline-entries';

it('shows offers and messages among the events, by their time', () => {
  const at = (minute: number) => `2026-01-01T00:0${minute}:00Z`;
  const engine = {
    timeline: [
      { eventId: 'accepted', at: at(0) },
      { eventId: 'assigned', at: at(4) },
      { eventId: 'picked up', at: at(4) },
    ],
    offers: [
      { offerId: '1', offeredAt: at(1) },
      { offerId: '2', offeredAt: at(3) },
    ],
    messages: [{ messageId: 'm', sentAt: at(5) }],
  } as unknown as DeliveryDetail['engine'];
  expect(timelineEntries(engine).map(({ key }) => key)).toEqual([
    'accepted',
    '1',
    '2',
    'assigned',
    'picked up',
    'm',
  ]);
});
