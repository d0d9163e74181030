import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class TrackerSecrets1767225600004 implements MigrationInterface {
  readonly name = 'TrackerSecrets1767225600004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/004-tracker-secrets.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: earlier versions ignore the new table');
  }
}
