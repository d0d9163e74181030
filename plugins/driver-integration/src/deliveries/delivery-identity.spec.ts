import { identityOfDelivery } from './delivery-identity';

const delivery = { submissionKey: 'nB1uX4WqT0e7mJ2cL9vR5g', orderId: 42, orderCode: 'ABC', channelId: 7 };

describe('identityOfDelivery', () => {
  it('returns the identity with ids as strings', () => {
    expect(identityOfDelivery(delivery)).toEqual({
      submissionKey: 'nB1uX4WqT0e7mJ2cL9vR5g',
      sellerOrderId: '42',
      orderCode: 'ABC',
      channelId: '7',
    });
  });

  it('truncates the order code to the maximum length', () => {
    const { orderCode } = identityOfDelivery({ ...delivery, orderCode: ` ${'x'.repeat(65)}` });
    expect(orderCode).toBe('x'.repeat(64));
  });
});
