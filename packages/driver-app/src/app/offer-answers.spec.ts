import { DispatchError, type DriverOffer, type DriverSelf } from '@driver-dispatch/contract/messages';
import { OfferAnswers } from './offer-answers';

const offer = { offerId: '1' } as DriverOffer;
const selfWith = (change: Partial<DriverSelf>) =>
  ({ driverId: 'ada', offer: null, task: null, ...change }) as DriverSelf;
const offered = selfWith({ offer });
const free = selfWith({});

describe('OfferAnswers', () => {
  const received: DriverSelf[] = [];
  let refreshes: number;
  let reply: DriverSelf | DispatchError;
  let answers: OfferAnswers;
  const send = jest.fn(async () => {
    if (reply instanceof DispatchError) {
      throw reply;
    }
    return reply;
  });

  beforeEach(() => {
    received.length = refreshes = 0;
    send.mockClear();
    answers = new OfferAnswers({
      client: { acceptOffer: send, declineOffer: send },
      onSelf: async (self) => void received.push(self),
      refresh: async () => void (refreshes += 1),
    });
  });

  it('accepts an offer, and receives the delivery', async () => {
    reply = selfWith({ task: { deliveryId: 'd1' } as DriverSelf['task'] });
    expect(await answers.accept(offer)).toBeUndefined();
    expect(send).toHaveBeenCalledWith('1');
    expect(received).toEqual([reply]);
    expect(answers.findEnded(offered, reply)).toBeUndefined();
  });

  it('declines an offer, which does not count as ended', async () => {
    reply = free;
    expect(await answers.decline(offer, { reason: 'too_far' })).toBeUndefined();
    expect(send).toHaveBeenCalledWith('1', { reason: 'too_far' });
    expect(answers.findEnded(offered, free)).toBeUndefined();
  });

  it('returns why an answer was refused, and reads the current data', async () => {
    reply = new DispatchError('offer_ended', '', { details: { outcome: 'expired' } });
    expect(await answers.accept(offer)).toBe(reply);
    expect(refreshes).toBe(1);
    expect(answers.findEnded(offered, free)).toBe(offer);
  });

  it('finds an offer that has ended without an answer', () => {
    expect(answers.findEnded(offered, free)).toBe(offer);
    expect(answers.findEnded(offered, selfWith({ offer: { offerId: '2' } as DriverOffer }))).toBe(offer);
    expect(answers.findEnded(offered, offered)).toBeUndefined();
    expect(answers.findEnded(undefined, free)).toBeUndefined();
    expect(answers.findEnded(selfWith({ driverId: 'bo', offer }), free)).toBeUndefined();
  });
});
