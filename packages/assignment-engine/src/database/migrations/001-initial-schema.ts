import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class InitialSchema1767225600001 implements MigrationInterface {
  readonly name = 'InitialSchema1767225600001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/001-initial-schema.sql'));
  }

  async down(): Promise<void> {
    throw new Error('The initial schema cannot be reverted: this would delete all deliveries');
  }
}
