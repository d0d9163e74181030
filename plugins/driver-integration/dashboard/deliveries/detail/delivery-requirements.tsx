import { Badge } from '@vendure/dashboard';
import { Vehicle } from '../../display/vehicle';
import { Weight } from '../../display/weight';
import type { DeliveryDetail } from './delivery-detail-document';

/** What an order requires of its driver. */
export function DeliveryRequirements({
  requirements: { vehicleKinds, tags, loadGrams },
}: Readonly<{ requirements: NonNullable<DeliveryDetail['requirements']> }>) {
  return (
    <span className="flex flex-wrap gap-1">
      {vehicleKinds.length > 0 && (
        <Badge variant="secondary">
          {vehicleKinds.map((kind, index) => (
            <span key={kind}>
              {index > 0 && ' / '}
              <Vehicle kind={kind} />
            </span>
          ))}
        </Badge>
      )}
      {tags.map((tag) => (
        <Badge key={tag} variant="secondary">
          {tag}
        </Badge>
      ))}
      {loadGrams !== null && (
        <Badge variant="secondary">
          <Weight grams={loadGrams} />
        </Badge>
      )}
    </span>
  );
}
