import type { DriverSelf, Point } from '@driver-dispatch/contract/messages';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Configuration } from '../engine/configuration';
import type { Step } from './step';

/** A signed-in session. */
export interface StoredSession {
  token: string;
  driverId: string;
}

/** Single values by name. */
interface Values {
  /** The last configuration that was loaded. */
  configuration: Configuration;
  session: StoredSession;
  /** The last data of the driver, for a start without a network. */
  self: DriverSelf;
  /** Whether the driver wants to be on duty. */
  onDuty: boolean;
  /** Tokens of signed-out sessions that the engine has not ended yet. */
  signedOut: string[];
  /** The location that the driver has set on the map of the demo. Stays after the sign-out. */
  chosenLocation: Point;
}

const SESSION_VALUES: (keyof Values)[] = ['session', 'self', 'onDuty'];

interface Schema extends DBSchema {
  values: { key: string; value: Values[keyof Values] };
  steps: { key: number; value: Step };
}

/** Data of the app on the device. */
export class Database {
  private opened: Promise<IDBPDatabase<Schema>> | undefined;

  private constructor(private readonly name: string) {}

  /** @throws DOMException if the browser stores nothing */
  static async open(name = 'driver-dispatch'): Promise<Database> {
    const database = new Database(name);
    await database.db;
    return database;
  }

  /** The open database. Phones close databases of apps in the background, so it is opened again if necessary. */
  private get db(): Promise<IDBPDatabase<Schema>> {
    const forget = () => (this.opened = undefined);
    if (!this.opened) {
      this.opened = openDB<Schema>(this.name, 1, {
        upgrade(db) {
          db.createObjectStore('values');
          db.createObjectStore('steps', { keyPath: 'number', autoIncrement: true });
        },
        terminated: forget,
      });
      this.opened.catch(forget);
    }
    return this.opened;
  }

  async get<Name extends keyof Values>(name: Name): Promise<Values[Name] | undefined> {
    return (await (await this.db).get('values', name)) as Values[Name] | undefined;
  }

  async set<Name extends keyof Values>(name: Name, value: Values[Name]): Promise<void> {
    await (await this.db).put('values', value, name);
  }

  /** Deletes the values of the signed-in session. */
  async clearValues(): Promise<void> {
    const transaction = (await this.db).transaction('values', 'readwrite');
    await Promise.all(SESSION_VALUES.map((name) => transaction.store.delete(name)));
    await transaction.done;
  }

  /** @throws DOMException `QuotaExceededError` if the storage is full */
  async addStep(step: Omit<Step, 'number'>): Promise<void> {
    await (await this.db).add('steps', step as Step);
  }

  async updateStep(step: Step): Promise<void> {
    await (await this.db).put('steps', step);
  }

  async deleteSteps(numbers: readonly number[]): Promise<void> {
    const transaction = (await this.db).transaction('steps', 'readwrite');
    await Promise.all(numbers.map((number) => transaction.store.delete(number)));
    await transaction.done;
  }

  /** Deletes steps of drivers who are not signed in. @param before time of the device in ms */
  async deleteStepsOfOthers(driverId: string | undefined, before: number): Promise<void> {
    const steps = await (await this.db).getAll('steps');
    const old = steps.filter((step) => step.driverId !== driverId && step.createdAt < before);
    await this.deleteSteps(old.map(({ number }) => number));
  }

  /** The steps of a driver in the order in which they were added. */
  async steps(driverId: string): Promise<Step[]> {
    return (await (await this.db).getAll('steps')).filter((step) => step.driverId === driverId);
  }

  async close(): Promise<void> {
    (await this.db).close();
  }
}
