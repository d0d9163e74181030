import { bySellerChannel, sellerChannelOf } from './seller-channel-of';

describe('sellerChannelOf', () => {
  const channel = (id: number, code: string) => ({ id, code }) as never;

  it('takes the channel that is not the default, whatever the order', () => {
    const bakery = channel(2, 'bakery');
    const platform = channel(1, '__default_channel__');
    expect(sellerChannelOf([bakery, platform])).toBe(bakery);
    expect(sellerChannelOf([platform, bakery])).toBe(bakery);
    expect(sellerChannelOf([platform])).toBeUndefined();
  });
});

describe('bySellerChannel', () => {
  it('keeps the lines of a seller together, and those of no seller apart', () => {
    const lines = [{ sellerChannelId: 2 }, { sellerChannelId: 3 }, { sellerChannelId: 2 }, {}];
    const groups = bySellerChannel<{ sellerChannelId?: number }>(lines);
    expect([...groups.keys()]).toEqual([2, 3, undefined]);
    expect(groups.get(2)).toHaveLength(2);
  });
});
