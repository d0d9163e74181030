import {
  DispatchError,
  parseMessage,
  proofImageSchema,
  verifySignature,
  type ProofImageReply,
} from '@driver-dispatch/contract';
import { Controller, Headers, HttpCode, Inject, Post, Req, UseFilters } from '@nestjs/common';
import { DRIVER_INTEGRATION_CONFIGURATION, PROOF_IMAGES_ROUTE } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { EventErrorFilter } from '../events/event-error.filter';
import type { RawBodyRequest } from '../events/raw-body.middleware';
import { ProofImageService } from './proof-image.service';

/** Takes photos and signatures from the driver app's backend, signed with keys of their own. */
@Controller(PROOF_IMAGES_ROUTE)
@UseFilters(EventErrorFilter)
export class ProofImagesController {
  constructor(
    private readonly images: ProofImageService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  @Post()
  @HttpCode(201)
  async take(
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: RawBodyRequest,
  ): Promise<ProofImageReply> {
    const { imageKeys } = this.configuration.proof;
    if (imageKeys.length === 0) {
      throw new DispatchError('not_found', 'This shop takes no images');
    }
    verifySignature(imageKeys, headers, request.rawBody ?? '');
    return { url: await this.images.keep(parseMessage(proofImageSchema, request.body), request) };
  }
}
