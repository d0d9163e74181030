import { idSchema } from '@driver-dispatch/contract';
import { Controller, Get, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ValidParam } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { DriverDataService } from './driver-data.service';

/** Personal data of a driver, for operators. */
@Controller('/v1/drivers/:id')
@UseGuards(OperatorGuard)
export class DriverDataController {
  constructor(private readonly data: DriverDataService) {}

  @Get('export')
  @Header('cache-control', 'no-store')
  export(@ValidParam('id', idSchema) driverId: string) {
    return this.data.export(driverId);
  }

  @Post('erase')
  @HttpCode(200)
  erase(@ValidParam('id', idSchema) driverId: string) {
    return this.data.erase(driverId);
  }
}
