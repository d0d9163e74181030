import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class PushSubscriptions1767225600007 implements MigrationInterface {
  readonly name = 'PushSubscriptions1767225600007';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/007-push-subscriptions.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: the subscriptions would be lost');
  }
}
