import { createLogger } from 'winston';
import type { AssignmentService } from '../assignment/assignment.service';
import { readEngineOptions } from '../configuration/engine-options';
import { readyOrder } from '../testing/test-engine';
import { AcceptanceService } from './acceptance.service';
import type { NewOrder } from './new-order';
import type { OrderStore } from './order-store';

const point = { lat: 52.5, lon: 13.4 };

/** A service that assigns every order at once. `store` may throw to fail a batch. */
function serviceOn(store: (orders: readonly NewOrder[]) => void) {
  const sizes: number[] = [];
  const orderStore = {
    accept: async (orders: readonly NewOrder[]) => {
      sizes.push(orders.length);
      store(orders);
      return new Map(orders.map(({ id }) => [id, true]));
    },
    read: async () => new Map(),
  };
  const assignment = { proposeNearest: async () => [], assign: async () => [] };
  const service = new AcceptanceService(
    orderStore as unknown as OrderStore,
    assignment as unknown as AssignmentService,
    createLogger({ silent: true }),
    readEngineOptions({ database: { url: 'postgres://localhost/none' } }),
  );
  return { service, sizes };
}

const isInvalid = ({ data }: NewOrder) => data.sellerOrderId === 'invalid';

it('stores concurrent orders in one batch', async () => {
  const { service, sizes } = serviceOn(() => undefined);
  const orders = Array.from({ length: 40 }, () => readyOrder(point));
  const receipts = await Promise.all(orders.map((order) => service.accept(order)));
  expect(sizes).toEqual([40]);
  expect(receipts.map(({ submissionKey }) => submissionKey)).toEqual(
    orders.map(({ submissionKey }) => submissionKey),
  );
});

it('stores the other orders of a batch when PostgreSQL refuses one', async () => {
  const { service } = serviceOn((orders) => {
    if (orders.some(isInvalid)) {
      throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    }
  });
  const outcomes = await Promise.allSettled(
    ['a', 'invalid', 'b'].map((sellerOrderId) => service.accept(readyOrder(point, { sellerOrderId }))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('does not retry orders individually while PostgreSQL is unavailable', async () => {
  const { service, sizes } = serviceOn(() => {
    throw Object.assign(new Error('terminating connection'), { code: '57P01' });
  });
  const outcomes = await Promise.allSettled(
    ['c', 'd'].map((sellerOrderId) => service.accept(readyOrder(point, { sellerOrderId }))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(sizes).toEqual([2]);
});
