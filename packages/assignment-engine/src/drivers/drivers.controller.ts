import {
  createDriverSchema,
  driverEditSchema,
  driverQuerySchema,
  driverStatusUpdateSchema,
  idSchema,
  registerDriverSchema,
  type DriverEdit,
  type DriverStatusUpdate,
  type RegisterDriver,
} from '@driver-dispatch/contract';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import type { z } from 'zod';
import { MessagePipe } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { driverListQuerySchema } from './driver-list-query';
import { DriverReaderService } from './driver-reader.service';
import { DriversService } from './drivers.service';

/** Drivers for operators: read, create, change. */
@Controller('/v1/drivers')
@UseGuards(OperatorGuard)
export class DriversController {
  constructor(
    private readonly drivers: DriversService,
    private readonly reader: DriverReaderService,
  ) {}

  @Get()
  async list(@Query(new MessagePipe(driverListQuerySchema)) query: z.infer<typeof driverListQuerySchema>) {
    return { drivers: await this.drivers.list(query) };
  }

  /** A page of the drivers that match a filter, with the total number. */
  @Post('search')
  @HttpCode(200)
  find(@Body(new MessagePipe(driverQuerySchema)) query: z.output<typeof driverQuerySchema>) {
    return this.reader.find(query);
  }

  @Get(':id')
  get(@Param('id', new MessagePipe(idSchema)) id: string) {
    return this.reader.get(id);
  }

  @Get(':id/status-history')
  async history(@Param('id', new MessagePipe(idSchema)) id: string) {
    return { history: await this.drivers.history(id, 100) };
  }

  @Post()
  async register(@Body(new MessagePipe(registerDriverSchema)) message: RegisterDriver) {
    await this.drivers.register(message, 'operator');
    return this.reader.get(message.driverId);
  }

  /** Like the registration, but fails for an existing driver. */
  @Post('create')
  async create(@Body(new MessagePipe(createDriverSchema)) driver: z.output<typeof createDriverSchema>) {
    await this.drivers.create(driver);
    return this.reader.get(driver.driverId);
  }

  @Post(':id/status')
  @HttpCode(200)
  async setStatus(
    @Param('id', new MessagePipe(idSchema)) driverId: string,
    @Body(new MessagePipe(driverStatusUpdateSchema)) update: DriverStatusUpdate,
  ) {
    await this.drivers.setStatusByOperator(driverId, update);
    return this.reader.get(driverId);
  }

  @Patch(':id')
  async edit(
    @Param('id', new MessagePipe(idSchema)) id: string,
    @Body(new MessagePipe(driverEditSchema)) edit: DriverEdit,
  ) {
    await this.drivers.edit(id, edit);
    return this.reader.get(id);
  }

  /** Deactivates the driver. The record is kept for its deliveries. */
  @Delete(':id')
  async deactivate(@Param('id', new MessagePipe(idSchema)) id: string) {
    await this.drivers.edit(id, { active: false });
    return this.reader.get(id);
  }
}
