import { sellerRoleCode } from '@driver-dispatch/driver-integration-plugin';
import {
  Administrator,
  AdministratorService,
  Role,
  TransactionalConnection,
  type RequestContext,
} from '@vendure/core';
import { sellerLogin, type SellerSeed } from '../berlin-catalog';
import type { Services } from './services';

/** Creates the missing administrators of sellers, if the shop has roles for them. */
export async function seedSellerAdministrators(
  app: Services,
  ctx: RequestContext,
  sellers: readonly SellerSeed[],
): Promise<void> {
  const connection = app.get(TransactionalConnection);
  for (const seller of sellers) {
    const { identifier: emailAddress, password } = sellerLogin(seller);
    const role = await connection.getRepository(ctx, Role).findOneBy({ code: sellerRoleCode(seller.code) });
    if (role && !(await connection.getRepository(ctx, Administrator).existsBy({ emailAddress }))) {
      await app.get(AdministratorService).create(ctx, {
        firstName: 'Seller of',
        lastName: seller.name,
        emailAddress,
        password,
        roleIds: [role.id],
      });
    }
  }
}
