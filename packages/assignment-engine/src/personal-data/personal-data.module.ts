import { Module } from '@nestjs/common';
import { DeliveryEraser } from './delivery-eraser';
import { Retention } from './retention';

/** Personal data: retention. */
@Module({ providers: [DeliveryEraser, Retention] })
export class PersonalDataModule {}
