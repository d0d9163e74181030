import { createLogger } from 'winston';
import type { AssignmentService } from '../assignment/assignment.service';
import type { NewOrder } from '../assignment/new-order';
import { readEngineOptions } from '../configuration/engine-options';
import type { StatementRunner } from '../database/statement-runner';
import { readyOrder } from '../testing/test-engine';
import { AcceptanceService } from './acceptance.service';

const place = { lat: 52.5, lon: 13.4 };

/** A service whose orders are all assigned at once, unless this throws for the batch they are in. */
function serviceOn(store: (orders: readonly NewOrder[]) => void) {
  const sizes: number[] = [];
  const assignment = {
    accept: async (orders: readonly NewOrder[]) => {
      sizes.push(orders.length);
      store(orders);
      return new Map(orders.map(({ id }) => [id, true]));
    },
    assign: async () => [],
  };
  const service = new AcceptanceService(
    undefined as unknown as StatementRunner,
    assignment as unknown as AssignmentService,
    createLogger({ silent: true }),
    readEngineOptions({ database: { url: 'postgres://localhost/none' } }),
  );
  return { service, sizes };
}

const isPoison = ({ data }: NewOrder) => data.sellerOrderId === 'poison';

it('orders that arrive together are stored together', async () => {
  const { service, sizes } = serviceOn(() => undefined);
  const orders = Array.from({ length: 40 }, () => readyOrder(place));
  const receipts = await Promise.all(orders.map((order) => service.accept(order)));
  expect(sizes).toEqual([40]);
  expect(receipts.map(({ submissionKey }) => submissionKey)).toEqual(
    orders.map(({ submissionKey }) => submissionKey),
  );
});

it('an order that PostgreSQL can not take spoils none of those beside it', async () => {
  const { service } = serviceOn((orders) => {
    if (orders.some(isPoison)) {
      throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    }
  });
  const outcomes = await Promise.allSettled(
    ['a', 'poison', 'b'].map((sellerOrderId) => service.accept(readyOrder(place, { sellerOrderId }))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('a PostgreSQL that is away is not asked again for each of them', async () => {
  const { service, sizes } = serviceOn(() => {
    throw Object.assign(new Error('terminating connection'), { code: '57P01' });
  });
  const outcomes = await Promise.allSettled(
    ['c', 'd'].map((sellerOrderId) => service.accept(readyOrder(place, { sellerOrderId }))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(sizes).toEqual([2]);
});
