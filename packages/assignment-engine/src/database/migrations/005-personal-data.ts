import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class PersonalData1767225600005 implements MigrationInterface {
  readonly name = 'PersonalData1767225600005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/005-personal-data.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: earlier versions ignore the new column');
  }
}
