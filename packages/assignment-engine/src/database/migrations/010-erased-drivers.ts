import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class ErasedDrivers1767225600010 implements MigrationInterface {
  readonly name = 'ErasedDrivers1767225600010';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/010-erased-drivers.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: earlier versions ignore the new column');
  }
}
