import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class EndedAssignments1767225600013 implements MigrationInterface {
  readonly name = 'EndedAssignments1767225600013';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/013-ended-assignments.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: earlier versions ignore the new index');
  }
}
