import { DispatchError } from '@driver-dispatch/contract';
import { SUBMISSION_QUEUE } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { gql } from 'graphql-tag';
import { rowId, type ScriptedShop } from './scripted-shop';

const LAMPS = gql`
  query Lamps {
    productVariants(options: { filter: { name: { contains: "Lamp" } } }) {
      items {
        id
      }
    }
  }
`;

const SET_FIELDS = gql`
  mutation SetFields($input: [UpdateProductVariantInput!]!) {
    updateProductVariants(input: $input) {
      id
    }
  }
`;

const REQUIREMENTS = gql`
  query Requirements {
    driverDeliveries(options: { sort: { createdAt: DESC }, take: 1 }) {
      items {
        requirements {
          vehicleKinds
          tags
          loadGrams
        }
      }
    }
  }
`;

/** Submission of orders after the commit, in natural batches, without the job queue. */
export function submission(world: () => ScriptedShop): void {
  describe('submission of orders', () => {
    let { engine, shop, buy, untilState, query } = {} as ScriptedShop;
    beforeAll(() => {
      ({ engine, shop, buy, untilState, query } = world());
    });

    const jobs = async () =>
      (await query('SELECT id FROM job_record WHERE "queueName" = $1', [SUBMISSION_QUEUE])).length;

    /** Buys orders during the submission of an earlier order, so that they are submitted in one batch. */
    async function buyTogether(count: number): Promise<string[]> {
      let answer = () => undefined as void;
      const { onSubmission } = engine;
      engine.onSubmission = () => new Promise<void>((resolve) => (answer = resolve));
      const first = await buy();
      await eventually(
        () => engine.submissions,
        ({ length }) => length === 1,
      );
      const orders = await Promise.all(Array.from({ length: count }, () => buy()));
      engine.onSubmission = onSubmission;
      answer();
      await untilState(first.id, 'PENDING');
      return orders.map(({ id }) => id);
    }

    it('contains a single order, then all orders that were paid during that submission', async () => {
      const before = await jobs();
      const ids = await buyTogether(4);
      await Promise.all(ids.map((id) => untilState(id, 'PENDING')));
      expect(engine.submissions).toEqual([1, 4]);
      expect(new Set(engine.submitted.map(({ submissionKey }) => submissionKey)).size).toBe(5);
      expect(await jobs()).toBe(before);
    });

    it('contains the requirements of the product variants', async () => {
      const { productVariants } = await shop.admin.query(LAMPS);
      const setFields = (customFields: Record<string, unknown>) =>
        shop.admin.query(SET_FIELDS, {
          input: productVariants.items.map(({ id }: { id: string }) => ({ id, customFields })),
        });
      await setFields({
        requiredVehicleKinds: ['CAR', 'VAN'],
        requiredDriverTags: ['cooling'],
        weightGrams: 2_500,
      });
      const { id } = await buy();
      await untilState(id, 'PENDING');
      const requirements = { vehicleKinds: ['CAR', 'VAN'], tags: ['cooling'], loadGrams: 2_500 };
      expect(engine.submitted).toMatchObject([{ requirements }]);
      const { driverDeliveries } = await shop.admin.query(REQUIREMENTS);
      expect(driverDeliveries.items).toEqual([{ requirements }]);
      await setFields({ requiredVehicleKinds: [], requiredDriverTags: [], weightGrams: null });
    });

    it('accepts the other orders when one is rejected', async () => {
      engine.onReady = ({ submissionKey }) => {
        if (submissionKey === engine.submitted[2]?.submissionKey) {
          throw new DispatchError('invalid_message', 'pickup: not in this town');
        }
      };
      const ids = await buyTogether(3);
      const orders = await eventually(
        () =>
          query('SELECT "orderId", state FROM driver_delivery WHERE "orderId" = ANY ($1)', [ids.map(rowId)]),
        (rows) => rows.every(({ state }) => state !== 'SUBMITTING'),
      );
      expect(orders.map(({ state }) => state).sort()).toEqual(['PENDING', 'PENDING', 'REFUSED']);
    });

    it('is repeated individually for each order when it is too large', async () => {
      engine.onSubmission = (orders) => {
        if (orders.length > 1) {
          throw new DispatchError('payload_too_large', 'The body is larger than 1048576 bytes');
        }
      };
      const ids = await buyTogether(2);
      await Promise.all(ids.map((id) => untilState(id, 'PENDING')));
      expect(engine.submissions).toEqual([1, 2, 1, 1]);
    });

    it('is retried by the job queue with the same contents when it fails', async () => {
      const before = await jobs();
      engine.onSubmission = () => {
        throw new DispatchError('unreachable', 'No connection');
      };
      const ids = await buyTogether(2);
      await eventually(jobs, (count) => count === before + 1);
      const [problem] = await query(
        'SELECT DISTINCT "problemCode" FROM driver_delivery WHERE "orderId" = ANY ($1)',
        [ids.map(rowId)],
      );
      expect(problem).toEqual({ problemCode: 'ENGINE_UNAVAILABLE' });
      engine.onSubmission = () => undefined;
      await Promise.all(ids.map((id) => untilState(id, 'PENDING')));
      expect(await jobs()).toBe(before + 1);
    });

    /** Waits until all jobs are settled. */
    const jobsSettled = () =>
      eventually(
        () => query('SELECT id FROM job_record WHERE NOT "isSettled"'),
        ({ length }) => length === 0,
      );

    /** Buys orders whose submissions fail separately. */
    async function buyDuringOutage(count: number): Promise<string[]> {
      engine.onSubmission = () => {
        throw new DispatchError('unreachable', 'No connection');
      };
      const ids: string[] = [];
      for (const before = await jobs(); ids.length < count;) {
        ids.push((await buy()).id);
        await eventually(jobs, (retried) => retried === before + ids.length);
      }
      return ids;
    }

    it('repeats all failed submissions in one batch after the first successful retry', async () => {
      const ids = await buyDuringOutage(10);
      const accepted: number[] = [];
      engine.onSubmission = async (orders) => void accepted.push(orders.length);
      await Promise.all(ids.map((id) => untilState(id, 'PENDING')));
      expect(accepted).toEqual([1, 9]);
      await jobsSettled();
    });

    it('sends open cancellations after a successful retry', async () => {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      const cancel = 'UPDATE driver_delivery SET "cancelRequestedAt" = now() WHERE "orderId" = $1';
      await query(cancel, [rowId(id)]);
      const [failed] = await buyDuringOutage(1);
      expect(engine.cancelled).toEqual([]);
      engine.onSubmission = () => undefined;
      await untilState(failed!, 'PENDING');
      await eventually(
        () => engine.cancelled,
        ({ length }) => length === 1,
      );
      expect(engine.cancelled[0]!.data.submissionKey).toBe(engine.submitted[0]!.submissionKey);
      await jobsSettled();
    });
  });
}
