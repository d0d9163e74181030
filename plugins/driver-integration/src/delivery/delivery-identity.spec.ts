import { identityOfDelivery } from './delivery-identity';

const delivery = { submissionKey: 'nB1uX4WqT0e7mJ2cL9vR5g', orderId: 42, orderCode: 'ABC', channelId: 7 };

describe('identityOfDelivery', () => {
  it('names a delivery as the engine knows it: ids are text', () => {
    expect(identityOfDelivery(delivery)).toEqual({
      submissionKey: 'nB1uX4WqT0e7mJ2cL9vR5g',
      sellerOrderId: '42',
      orderCode: 'ABC',
      channelId: '7',
    });
  });

  it('cuts an order code to what a message can carry', () => {
    const { orderCode } = identityOfDelivery({ ...delivery, orderCode: ` ${'x'.repeat(65)}` });
    expect(orderCode).toBe('x'.repeat(64));
  });
});
