import { groupBySellerChannel } from './group-by-seller-channel';

describe('groupBySellerChannel', () => {
  it('groups lines by seller, and lines without a seller separately', () => {
    const lines = [{ sellerChannelId: 2 }, { sellerChannelId: 3 }, { sellerChannelId: 2 }, {}];
    const groups = groupBySellerChannel<{ sellerChannelId?: number }>(lines);
    expect([...groups.keys()]).toEqual([2, 3, undefined]);
    expect(groups.get(2)).toHaveLength(2);
  });
});
