import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class FailedPinAttempts1767225600002 implements MigrationInterface {
  readonly name = 'FailedPinAttempts1767225600002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/002-failed-pin-attempts.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: earlier versions ignore the new columns');
  }
}
