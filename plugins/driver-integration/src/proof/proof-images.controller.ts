import { parseMessage, proofImageSchema, type ProofImageReply } from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { PROOF_IMAGES_ROUTE } from '../configuration/constants';
import { EventErrorFilter } from '../events/event-error.filter';
import type { ProofImageRequest } from './permitted-image.middleware';
import { ProofImageService } from './proof-image.service';

/**
 * Receives photos and signatures from the driver app or its backend. The middleware of this route verifies the permit or
 * the signature with `proof.imageKeys`.
 */
@Controller(PROOF_IMAGES_ROUTE)
@UseFilters(EventErrorFilter)
export class ProofImagesController {
  constructor(private readonly images: ProofImageService) {}

  @Post()
  @HttpCode(201)
  async receive(@Req() request: ProofImageRequest): Promise<ProofImageReply> {
    const image = parseMessage(proofImageSchema, request.body);
    return { url: await this.images.store(image, request) };
  }
}
