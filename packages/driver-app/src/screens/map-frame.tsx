import { Trans } from '@lingui/react/macro';
import { Component, Suspense, type ReactNode } from 'react';

/** Shows a map while and after its code is loaded, or that it can't be loaded, such as after an update of the app. */
export class MapFrame extends Component<{ children: ReactNode }, { isMissing: boolean }> {
  override state = { isMissing: false };

  static getDerivedStateFromError(): { isMissing: boolean } {
    return { isMissing: true };
  }

  override render(): ReactNode {
    if (this.state.isMissing) {
      return (
        <p className="problem">
          <Trans>The map can't be loaded. Close the app and open it again.</Trans>
        </p>
      );
    }
    return <Suspense fallback={<div className="map" />}>{this.props.children}</Suspense>;
  }
}
