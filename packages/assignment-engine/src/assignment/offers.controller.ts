import { offerQuerySchema } from '@driver-dispatch/contract';
import { Controller, Get, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { ValidQuery } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { OfferReaderService } from './offer-reader.service';

/** Offers to drivers, for operators. */
@Controller('/v1/offers')
@UseGuards(OperatorGuard)
export class OffersController {
  constructor(private readonly offers: OfferReaderService) {}

  @Get()
  async list(@ValidQuery(offerQuerySchema) query: z.output<typeof offerQuerySchema>) {
    return { offers: await this.offers.find(query) };
  }
}
