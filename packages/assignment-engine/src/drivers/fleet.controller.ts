import { fleetQuerySchema } from '@driver-dispatch/contract';
import { Controller, Get, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { ValidQuery } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { DriverReaderService } from './driver-reader.service';

/** AVAILABLE and BUSY drivers with their locations. */
@Controller('/v1/fleet')
@UseGuards(OperatorGuard)
export class FleetController {
  constructor(private readonly drivers: DriverReaderService) {}

  @Get()
  fleet(@ValidQuery(fleetQuerySchema) query: z.output<typeof fleetQuerySchema>) {
    return this.drivers.fleet(query);
  }
}
