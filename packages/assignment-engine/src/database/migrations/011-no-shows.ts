import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class NoShows1767225600011 implements MigrationInterface {
  readonly name = 'NoShows1767225600011';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/011-no-shows.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: earlier versions ignore the function');
  }
}
