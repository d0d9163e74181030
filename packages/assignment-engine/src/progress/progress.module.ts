import { Module } from '@nestjs/common';
import { DriversModule } from '../drivers/drivers.module';
import { ProgressMonitor } from './progress-monitor';

/** Deliveries that make no progress. */
@Module({ imports: [DriversModule], providers: [ProgressMonitor] })
export class ProgressModule {}
