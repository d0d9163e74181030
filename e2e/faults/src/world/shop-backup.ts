import { Client } from 'pg';
import type { World } from './world';

/** A backup of the shop's database. The shop is stopped while the database is copied or replaced. */
export class ShopBackup {
  constructor(private readonly world: World) {}

  /** Copies the database. */
  make(): Promise<void> {
    return this.whileStopped([
      'DROP DATABASE IF EXISTS shop_backup WITH (FORCE)',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'`,
      'CREATE DATABASE shop_backup TEMPLATE shop',
    ]);
  }

  /** Replaces the database with the copy, including its sequences: ids are reused. */
  restore(): Promise<void> {
    return this.whileStopped([
      'DROP DATABASE shop WITH (FORCE)',
      'CREATE DATABASE shop TEMPLATE shop_backup',
    ]);
  }

  /** Replaces the database with an empty one. */
  reset(): Promise<void> {
    return this.whileStopped(['DROP DATABASE shop WITH (FORCE)', 'CREATE DATABASE shop']);
  }

  private async whileStopped(statements: readonly string[]): Promise<void> {
    const { postgres, shop } = this.world;
    await shop.stop();
    const client = new Client({ connectionString: postgres.url('postgres') });
    await client.connect();
    try {
      for (const statement of statements) {
        await client.query(statement);
      }
    } finally {
      await client.end();
    }
    await shop.start();
  }
}
