import { getSellerChannel } from './seller-channel';

describe('getSellerChannel', () => {
  const bakery = { code: 'bakery' };
  const platform = { code: '__default_channel__' };

  it('returns the channel that is not the default, in any order', () => {
    expect(getSellerChannel([bakery, platform])).toBe(bakery);
    expect(getSellerChannel([platform, bakery])).toBe(bakery);
    expect(getSellerChannel([platform])).toBeUndefined();
  });
});
