import { groupBySellerChannel, getSellerChannel } from './seller-channel';

describe('getSellerChannel', () => {
  const channel = (id: number, code: string) => ({ id, code }) as never;

  it('returns the channel that is not the default, in any order', () => {
    const bakery = channel(2, 'bakery');
    const platform = channel(1, '__default_channel__');
    expect(getSellerChannel([bakery, platform])).toBe(bakery);
    expect(getSellerChannel([platform, bakery])).toBe(bakery);
    expect(getSellerChannel([platform])).toBeUndefined();
  });
});

describe('groupBySellerChannel', () => {
  it('groups lines by seller, and lines without a seller separately', () => {
    const lines = [{ sellerChannelId: 2 }, { sellerChannelId: 3 }, { sellerChannelId: 2 }, {}];
    const groups = groupBySellerChannel<{ sellerChannelId?: number }>(lines);
    expect([...groups.keys()]).toEqual([2, 3, undefined]);
    expect(groups.get(2)).toHaveLength(2);
  });
});
