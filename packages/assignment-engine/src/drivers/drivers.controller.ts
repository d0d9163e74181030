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
import { Controller, Delete, Get, HttpCode, Patch, Post, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { ValidBody, ValidParam, ValidQuery } from '../http/message.pipe';
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
  async list(@ValidQuery(driverListQuerySchema) query: z.infer<typeof driverListQuerySchema>) {
    return { drivers: await this.drivers.list(query) };
  }

  /** A page of the drivers that match a filter, with the total number. */
  @Post('search')
  @HttpCode(200)
  find(@ValidBody(driverQuerySchema) query: z.output<typeof driverQuerySchema>) {
    return this.reader.find(query);
  }

  @Get(':id')
  get(@ValidParam('id', idSchema) id: string) {
    return this.reader.get(id);
  }

  @Get(':id/status-history')
  async history(@ValidParam('id', idSchema) id: string) {
    return { history: await this.drivers.history(id, 100) };
  }

  @Post()
  async register(@ValidBody(registerDriverSchema) message: RegisterDriver) {
    await this.drivers.register(message, 'operator');
    return this.reader.get(message.driverId);
  }

  /** Like the registration, but fails for an existing driver. */
  @Post('create')
  async create(@ValidBody(createDriverSchema) driver: z.output<typeof createDriverSchema>) {
    await this.drivers.create(driver);
    return this.reader.get(driver.driverId);
  }

  @Post(':id/status')
  @HttpCode(200)
  async setStatus(
    @ValidParam('id', idSchema) driverId: string,
    @ValidBody(driverStatusUpdateSchema) update: DriverStatusUpdate,
  ) {
    await this.drivers.setStatusByOperator(driverId, update);
    return this.reader.get(driverId);
  }

  @Patch(':id')
  async edit(@ValidParam('id', idSchema) id: string, @ValidBody(driverEditSchema) edit: DriverEdit) {
    await this.drivers.edit(id, edit);
    return this.reader.get(id);
  }

  /** Deactivates the driver. The record is kept for its deliveries. */
  @Delete(':id')
  async deactivate(@ValidParam('id', idSchema) id: string) {
    await this.drivers.edit(id, { active: false });
    return this.reader.get(id);
  }
}
