import * as contract from '@driver-dispatch/contract';
import { Controller, Get, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { deliveryIdSchema } from '../deliveries/deliveries.controller';
import { DeliveriesService } from '../deliveries/deliveries.service';
import { DeliveryMessagesService } from '../deliveries/delivery-messages.service';
import { ValidBody, ValidParam, ValidQuery } from '../http/message.pipe';
import { noSuchRoute } from '../http/no-such-route';
import { OwnDeliveriesService } from './own-deliveries.service';
import { ProofPermitsService } from './proof-permits.service';
import { actedAt, SessionActions } from './session-actions';
import { Session, SessionGuard, type SessionRequest } from './session.guard';
import type { CurrentSession } from './session-lookup';

const listQuerySchema = z.object({ since: contract.timeSchema });

/** Requests of a session about its driver's deliveries: list, steps, proof, messages. */
@Controller(`${contract.DRIVER_SESSION_PATH}/deliveries`)
@UseGuards(SessionGuard)
export class OwnDeliveriesController {
  constructor(
    private readonly own: OwnDeliveriesService,
    private readonly deliveries: DeliveriesService,
    private readonly permits: ProofPermitsService,
    private readonly messages: DeliveryMessagesService,
    private readonly actions: SessionActions,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  list(
    @ValidQuery(listQuerySchema) { since }: z.infer<typeof listQuerySchema>,
    @Session() { driverId }: CurrentSession,
  ) {
    return this.own.list(driverId, new Date(since));
  }

  @Post(':id/pick-up')
  @HttpCode(200)
  pickUp(@ValidParam('id', deliveryIdSchema) deliveryId: string, @Req() request: SessionRequest) {
    const { driverId } = request.driverSession;
    return this.move(request, () =>
      this.deliveries.pickUp({ type: 'delivery.pick_up', deliveryId, driverId }),
    );
  }

  @Post(':id/complete')
  @HttpCode(200)
  complete(
    @ValidParam('id', deliveryIdSchema) deliveryId: string,
    @ValidBody(contract.completeOwnDeliverySchema) { ageSeconds, ...end }: contract.CompleteOwnDelivery,
    @Req() request: SessionRequest,
  ) {
    const { driverId } = request.driverSession;
    const message = { type: 'delivery.complete' as const, deliveryId, driverId, ...end };
    return this.move(request, () => this.deliveries.complete(message, actedAt(ageSeconds)));
  }

  @Post(':id/fail')
  @HttpCode(200)
  fail(
    @ValidParam('id', deliveryIdSchema) deliveryId: string,
    @ValidBody(contract.failOwnDeliverySchema) { ageSeconds, ...end }: contract.FailOwnDelivery,
    @Req() request: SessionRequest,
  ) {
    const { driverId } = request.driverSession;
    const message = { type: 'delivery.fail' as const, deliveryId, driverId, ...end };
    return this.move(request, () => this.deliveries.fail(message, actedAt(ageSeconds)));
  }

  /** Without the shop's URL for proof images the answer is 404. */
  @Post(':id/proof-permit')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  permitProof(@ValidParam('id', deliveryIdSchema) deliveryId: string, @Req() request: SessionRequest) {
    if (!this.permits.isEnabled) {
      throw noSuchRoute();
    }
    return this.permits.permit(deliveryId, request.driverSession.driverId);
  }

  @Post(':id/messages')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  sendMessage(
    @ValidParam('id', deliveryIdSchema) deliveryId: string,
    @ValidBody(contract.sendOwnMessageSchema) message: contract.SendOwnMessage,
    @Session() { driverId }: CurrentSession,
  ) {
    return this.messages.sendByDriver(deliveryId, driverId, message);
  }

  @Post(':id/messages/read')
  @HttpCode(200)
  async readMessages(
    @ValidParam('id', deliveryIdSchema) deliveryId: string,
    @ValidBody(contract.readOwnMessagesSchema) { messageIds }: contract.ReadOwnMessages,
    @Session() { driverId }: CurrentSession,
  ) {
    return { read: await this.messages.markReadByDriver(deliveryId, driverId, messageIds) };
  }

  /** Runs again for a repeated request that was not refused: it has an effect only if a crash prevented the first one. */
  private async move(request: SessionRequest, step: () => Promise<contract.DeliveryReceipt>) {
    return (await this.actions.applyOnce(request, step)) ?? step();
  }
}
