import type { DriverSelf } from '@driver-dispatch/contract/messages';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Step } from './step';

/** A signed-in session. */
export interface StoredSession {
  token: string;
  driverId: string;
}

/** Single values by name. */
interface Values {
  session: StoredSession;
  /** The last data of the driver, for a start without a network. */
  self: DriverSelf;
  /** Whether the driver wants to be on duty. */
  onDuty: boolean;
}

interface Schema extends DBSchema {
  values: { key: string; value: Values[keyof Values] };
  steps: { key: number; value: Step };
}

/** Data of the app on the device. */
export class Database {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(name = 'driver-dispatch'): Promise<Database> {
    return new Database(
      await openDB<Schema>(name, 1, {
        upgrade(db) {
          db.createObjectStore('values');
          db.createObjectStore('steps', { keyPath: 'number', autoIncrement: true });
        },
      }),
    );
  }

  async get<Name extends keyof Values>(name: Name): Promise<Values[Name] | undefined> {
    return (await this.db.get('values', name)) as Values[Name] | undefined;
  }

  async set<Name extends keyof Values>(name: Name, value: Values[Name]): Promise<void> {
    await this.db.put('values', value, name);
  }

  /** Deletes everything except the steps that wait to be sent. */
  async clearValues(): Promise<void> {
    await this.db.clear('values');
  }

  /** @throws DOMException `QuotaExceededError` if the storage is full */
  async addStep(step: Omit<Step, 'number'>): Promise<void> {
    await this.db.add('steps', step as Step);
  }

  async updateStep(step: Step): Promise<void> {
    await this.db.put('steps', step);
  }

  async deleteSteps(numbers: readonly number[]): Promise<void> {
    const transaction = this.db.transaction('steps', 'readwrite');
    await Promise.all(numbers.map((number) => transaction.store.delete(number)));
    await transaction.done;
  }

  /** The steps of a driver in the order in which they were added. */
  async steps(driverId: string): Promise<Step[]> {
    return (await this.db.getAll('steps')).filter((step) => step.driverId === driverId);
  }

  close(): void {
    this.db.close();
  }
}
