import { getIdentity, isSameDelivery, newSubmissionKey, submissionKeySchema } from './delivery-identity';

const identity = {
  submissionKey: newSubmissionKey(),
  sellerOrderId: '1001',
  orderCode: 'ABC-1001',
  channelId: '2',
};

describe('newSubmissionKey', () => {
  it('creates a valid key of 128 bits', () => {
    const key = newSubmissionKey();
    expect(Buffer.from(key, 'base64url')).toHaveLength(16);
    expect(submissionKeySchema.parse(key)).toBe(key);
  });

  it('creates different keys', () => {
    const keys = Array.from({ length: 1_000 }, newSubmissionKey);
    expect(new Set(keys).size).toBe(1_000);
  });
});

describe('submissionKeySchema', () => {
  it('accepts a UUID', () => {
    expect(submissionKeySchema.safeParse('0b7a7c3e-7d3a-4b0c-9f53-2a1f0d6a9c11').success).toBe(true);
  });
});

describe('isSameDelivery', () => {
  it('ignores other fields', () => {
    const event = { ...identity, sequence: 1 };
    expect(isSameDelivery(identity, getIdentity(event))).toBe(true);
  });

  it.each([
    ['submissionKey', newSubmissionKey()],
    ['sellerOrderId', '1002'],
    ['orderCode', 'XYZ-1001'],
    ['channelId', '3'],
  ])('distinguishes deliveries by %s', (field, value) => {
    expect(isSameDelivery(identity, { ...identity, [field]: value })).toBe(false);
  });
});
