import { Module } from '@nestjs/common';
import { DriversModule } from '../drivers/drivers.module';
import { ProgressMonitor } from './progress-monitor';

/** Alerts for deliveries that make no progress. */
@Module({ imports: [DriversModule], providers: [ProgressMonitor] })
export class ProgressModule {}
