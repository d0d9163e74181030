import { Trans, useLingui } from '@lingui/react/macro';
import {
  ActionBarItem,
  Alert,
  AlertDescription,
  type AnyRoute,
  Button,
  NEW_ENTITY_PATH,
  Page,
  PageActionBar,
  PageBlock,
  PageLayout,
  PageTitle,
  toast,
  useDetailPage,
  useNavigate,
  usePermissions,
} from '@vendure/dashboard';
import { usePageTitle } from '../../display/use-page-title';
import { useRefreshLive } from '../../live/use-refresh-live';
import { useErrorText } from '../../words/use-problem-text';
import { isRejection, toError } from '../../run-mutation';
import { DriverAppBlock } from '../app/driver-app-block';
import { TrackingAppsBlock } from '../tracking/tracking-apps-block';
import { createDriverDocument, driverDetailDocument, updateDriverDocument } from '../driver-documents';
import { DriverDeliveries } from './driver-deliveries';
import { DriverForm } from './driver-form';
import { DriverMap } from './driver-map';
import { DriverStatusBlock } from './driver-status-block';
import { withoutEmptyFields } from './without-empty-fields';
import { StatusHistory } from './status-history';
import { unassigned, UnassignedDriverAlert } from './unassigned-driver-alert';

export const DRIVER_DETAIL_PAGE = 'driver-detail';

/** The page of one driver: editable record, current status and status history. */
export function DriverDetailPage({ route }: Readonly<{ route: AnyRoute }>) {
  const { id } = route.useParams() as { id: string };
  const { t } = useLingui();
  const getErrorText = useErrorText();
  const navigate = useNavigate();
  const { hasPermissions } = usePermissions();
  const refresh = useRefreshLive();
  const isNew = id === NEW_ENTITY_PATH;
  const showError = (error: unknown) =>
    toast.error(isNew ? t`The driver could not be registered` : t`The driver could not be saved`, {
      description: getErrorText(error),
    });
  const { form, submitHandler, entity, isPending, resetForm } = useDetailPage({
    pageId: DRIVER_DETAIL_PAGE,
    queryDocument: driverDetailDocument,
    createDocument: createDriverDocument,
    updateDocument: updateDriverDocument,
    params: { id },
    setValuesForUpdate: (driver) => ({
      driverId: driver.driverId,
      name: driver.name,
      phone: driver.phone,
      vehicle: driver.vehicle,
      plate: driver.plate,
      tags: driver.tags,
      loadCapacityGrams: driver.loadCapacityGrams,
      workingHours: driver.workingHours,
      // Left out for a driver without channels: an empty list would make the driver serve every channel.
      channelIds: unassigned(driver) ? undefined : driver.channels.map((channel) => channel.id),
    }),
    // The form of a new driver has no working hours, but Vendure adds an empty period.
    transformCreateInput: (input) => withoutEmptyFields({ ...input, workingHours: null }),
    transformUpdateInput: withoutEmptyFields,
    onSuccess: (driver) => {
      if (isRejection(driver)) {
        showError(toError(driver));
        return;
      }
      toast.success(isNew ? t`Driver registered` : t`Driver saved`);
      resetForm();
      void refresh();
      if (isNew) {
        void navigate({ to: '/drivers/$id', params: { id: driver.driverId } });
      }
    },
    onError: showError,
  });
  usePageTitle(isNew ? t`New driver` : entity?.name);
  const locked = entity?.manageable === false;

  return (
    <Page pageId={DRIVER_DETAIL_PAGE} form={form} submitHandler={submitHandler} entity={entity}>
      <PageTitle>{isNew ? <Trans>New driver</Trans> : entity?.name}</PageTitle>
      <PageActionBar>
        <ActionBarItem itemId="save-button" requiresPermission={[isNew ? 'CreateDriver' : 'UpdateDriver']}>
          <Button
            type="submit"
            disabled={locked || !form.formState.isDirty || !form.formState.isValid || isPending}
          >
            {isNew ? <Trans>Register</Trans> : <Trans>Save</Trans>}
          </Button>
        </ActionBarItem>
      </PageActionBar>
      <PageLayout>
        <PageBlock column="main" blockId="driver-form">
          {locked && (
            <Alert className="mb-4">
              <AlertDescription>
                <Trans>
                  This driver also serves other channels and can only be edited from the default channel.
                </Trans>
              </AlertDescription>
            </Alert>
          )}
          {entity && unassigned(entity) && <UnassignedDriverAlert driverId={entity.driverId} />}
          <fieldset disabled={locked}>
            <DriverForm control={form.control} isNew={isNew} />
          </fieldset>
        </PageBlock>
        {!isNew && (
          <PageBlock column="side" blockId="driver-status" title={<Trans>Current status</Trans>}>
            <DriverStatusBlock id={id} />
          </PageBlock>
        )}
        {entity?.manageable && (
          <PageBlock column="main" blockId="driver-app" title={<Trans>Driver app</Trans>}>
            <DriverAppBlock driverId={entity.driverId} driverName={entity.name} />
          </PageBlock>
        )}
        {entity?.manageable && (
          <PageBlock column="main" blockId="driver-tracking" title={<Trans>Tracking apps</Trans>}>
            <TrackingAppsBlock driverId={entity.driverId} driverName={entity.name} />
          </PageBlock>
        )}
        {!isNew && (
          <PageBlock column="main" blockId="driver-map" title={<Trans>Map</Trans>}>
            <DriverMap driverId={id} />
          </PageBlock>
        )}
        {!isNew && hasPermissions(['ReadDriverDelivery']) && (
          <PageBlock column="main" blockId="driver-deliveries" title={<Trans>Deliveries</Trans>}>
            <DriverDeliveries driverId={id} />
          </PageBlock>
        )}
        {!isNew && (
          <PageBlock column="main" blockId="driver-status-history" title={<Trans>Status history</Trans>}>
            <StatusHistory id={id} />
          </PageBlock>
        )}
      </PageLayout>
    </Page>
  );
}
