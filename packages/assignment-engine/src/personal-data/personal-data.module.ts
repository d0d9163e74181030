import { Module } from '@nestjs/common';
import { DeliveryEraser } from './delivery-eraser';
import { Retention } from './retention';
import { VendureErasureController } from './vendure-erasure.controller';

/** Personal data: retention, and erasing at the request of Vendure. */
@Module({ controllers: [VendureErasureController], providers: [DeliveryEraser, Retention] })
export class PersonalDataModule {}
