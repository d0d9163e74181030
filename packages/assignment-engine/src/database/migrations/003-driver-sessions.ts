import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sql } from '../sql';

export class DriverSessions1767225600003 implements MigrationInterface {
  readonly name = 'DriverSessions1767225600003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(sql('database/migrations/003-driver-sessions.sql'));
  }

  async down(): Promise<void> {
    throw new Error('Not reverted: the sessions would be lost');
  }
}
