import { Trans } from '@lingui/react/macro';
import type { DashboardFormComponent } from '@vendure/dashboard';
import { CheckedInput } from './checked-input';
import { isCountryCodeOrEmpty } from './field-checks';

/** Input for the country code of a store. */
export const CountryInput: DashboardFormComponent = (props) => (
  <CheckedInput
    {...props}
    isValid={isCountryCodeOrEmpty}
    error={<Trans>Enter two capital letters, such as DE.</Trans>}
  />
);
