import { ResolveField, Resolver } from '@nestjs/graphql';

@Resolver('DriverDeliveryResult')
export class DriverDeliveryResultResolver {
  @ResolveField()
  __resolveType(value: object): string {
    return getTypeName(value, 'DriverDelivery');
  }
}

@Resolver('DriverResult')
export class DriverResultResolver {
  @ResolveField()
  __resolveType(value: object): string {
    return getTypeName(value, 'Driver');
  }
}

@Resolver('DriverInvitationResult')
export class DriverInvitationResultResolver {
  @ResolveField()
  __resolveType(value: object): string {
    return getTypeName(value, 'DriverInvitation');
  }
}

@Resolver('NewDriverTrackerSecretResult')
export class NewDriverTrackerSecretResultResolver {
  @ResolveField()
  __resolveType(value: object): string {
    return getTypeName(value, 'NewDriverTrackerSecret');
  }
}

function getTypeName(value: object, type: string): string {
  return '__typename' in value ? String(value.__typename) : type;
}
