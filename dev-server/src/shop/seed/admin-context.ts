import {
  RequestContextService,
  TransactionalConnection,
  User,
  type Channel,
  type RequestContext,
} from '@vendure/core';
import { SUPERADMIN } from '../marketplace-config';
import type { Services } from './services';

/** A context in which the superadministrator works in a channel. */
export async function adminContext(app: Services, channel: Channel): Promise<RequestContext> {
  const users = app.get(TransactionalConnection).rawConnection.getRepository(User);
  const user = await users.findOneOrFail({
    where: { identifier: SUPERADMIN.identifier },
    relations: { roles: { channels: true } },
  });
  return app.get(RequestContextService).create({ apiType: 'admin', user, channelOrToken: channel });
}
