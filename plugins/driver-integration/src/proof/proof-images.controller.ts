import { parseMessage, proofImageSchema, type ProofImageReply } from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { PROOF_IMAGES_ROUTE } from '../configuration/constants';
import { EventErrorFilter } from '../events/event-error.filter';
import type { SignedRequest } from '../events/signed-body.middleware';
import { ProofImageService } from './proof-image.service';

/**
 * Receives photos and signatures from the driver app's backend. The middleware of this route verifies the signature with
 * `proof.imageKeys`.
 */
@Controller(PROOF_IMAGES_ROUTE)
@UseFilters(EventErrorFilter)
export class ProofImagesController {
  constructor(private readonly images: ProofImageService) {}

  @Post()
  @HttpCode(201)
  async receive(@Req() request: SignedRequest): Promise<ProofImageReply> {
    const image = parseMessage(proofImageSchema, request.body);
    return { url: await this.images.store(image, request.messageId, request) };
  }
}
