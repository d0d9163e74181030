import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import {
  parseMessage,
  sellerOrderReadySchema,
  verifyMessage,
  VENDURE_WEBHOOK_PATH,
} from '@driver-dispatch/contract';
import { Controller, HttpCode, Module, Post, Req, type RawBodyRequest } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { carryOut } from '../processes/task';

let keys: string[] = [];

@Controller(VENDURE_WEBHOOK_PATH)
class HttpLimitController {
  @Post()
  @HttpCode(200)
  take(@Req() request: RawBodyRequest<FastifyRequest>) {
    verifyMessage(keys, request.headers, request.rawBody ?? '');
    const { data } = parseMessage(sellerOrderReadySchema, request.body);
    const results = data.orders.map(({ submissionKey }) => {
      return { submissionKey, state: 'ASSIGNED', sequence: 1, duplicate: false };
    });
    return { results };
  }
}

@Module({ controllers: [HttpLimitController] })
class HttpLimitModule {}

/** Y4: the engine's own kind of server, which verifies the signature, validates the body, and does nothing else. */
async function serve(task: { keys: string[] }): Promise<{ port: number }> {
  keys = task.keys;
  const application = await NestFactory.create<NestFastifyApplication>(
    HttpLimitModule,
    new FastifyAdapter(),
    {
      rawBody: true,
      logger: false,
    },
  );
  await application.listen(0, '127.0.0.1');
  return { port: (application.getHttpServer().address() as AddressInfo).port };
}

carryOut(serve);
