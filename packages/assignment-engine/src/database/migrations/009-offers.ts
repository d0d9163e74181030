import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class Offers1767225600009 implements MigrationInterface {
  readonly name = 'Offers1767225600009';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/009-offers.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: offers have no earlier form');
  }
}
