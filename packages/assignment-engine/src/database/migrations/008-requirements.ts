import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class Requirements1767225600008 implements MigrationInterface {
  readonly name = 'Requirements1767225600008';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/008-requirements.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: earlier versions ignore the new columns');
  }
}
