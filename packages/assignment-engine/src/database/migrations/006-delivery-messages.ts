import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class DeliveryMessages1767225600006 implements MigrationInterface {
  readonly name = 'DeliveryMessages1767225600006';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/006-delivery-messages.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: the messages would be lost');
  }
}
