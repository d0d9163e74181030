import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class WorkingHours1767225600012 implements MigrationInterface {
  readonly name = 'WorkingHours1767225600012';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/012-working-hours.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: earlier versions ignore the new column');
  }
}
