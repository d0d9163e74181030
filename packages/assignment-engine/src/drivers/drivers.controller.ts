import {
  DispatchError,
  idSchema,
  registerDriverSchema,
  type RegisterDriver,
} from '@driver-dispatch/contract';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { OperatorGuard } from '../security/operator.guard';
import { MessagePipe } from '../http/message.pipe';
import { driverEditSchema, driverListQuerySchema, type DriverEdit } from './driver-edit';
import { DriversService } from './drivers.service';

/** Drivers as operators see and change them. */
@Controller('/v1/drivers')
@UseGuards(OperatorGuard)
export class DriversController {
  constructor(private readonly drivers: DriversService) {}

  @Get()
  async list(@Query(new MessagePipe(driverListQuerySchema)) query: z.infer<typeof driverListQuerySchema>) {
    return { drivers: await this.drivers.list(query) };
  }

  @Get(':id')
  get(@Param('id', new MessagePipe(idSchema)) id: string) {
    return this.drivers.get(id);
  }

  @Get(':id/status-history')
  async history(@Param('id', new MessagePipe(idSchema)) id: string) {
    return { history: await this.drivers.history(id, 100) };
  }

  @Post()
  async register(@Body(new MessagePipe(registerDriverSchema)) message: RegisterDriver) {
    return this.drivers.register(message);
  }

  @Patch(':id')
  edit(
    @Param('id', new MessagePipe(idSchema)) id: string,
    @Body(new MessagePipe(driverEditSchema)) edit: DriverEdit,
  ) {
    if (Object.keys(edit).length === 0) {
      throw new DispatchError('invalid_message', 'Nothing to change');
    }
    return this.drivers.edit(id, edit);
  }

  /** Deactivates: the record stays, as its deliveries refer to it. */
  @Delete(':id')
  deactivate(@Param('id', new MessagePipe(idSchema)) id: string) {
    return this.drivers.edit(id, { active: false });
  }
}
