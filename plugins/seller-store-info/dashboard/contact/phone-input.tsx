import { Trans } from '@lingui/react/macro';
import type { DashboardFormComponent } from '@vendure/dashboard';
import { CheckedInput } from './checked-input';
import { isPhoneNumberOrEmpty } from './field-checks';

/** Input for the phone number of a store. */
export const PhoneInput: DashboardFormComponent = (props) => (
  <CheckedInput
    {...props}
    type="tel"
    isValid={isPhoneNumberOrEmpty}
    error={<Trans>Enter a phone number such as +49 30 5550101.</Trans>}
  />
);
