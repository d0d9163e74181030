import { accessibility } from './accessibility.suite';
import { alerts } from './alerts.suite';
import { deliveries } from './deliveries.suite';
import { oneDelivery } from './delivery.suite';
import { drivers } from './drivers.suite';
import { endDelivery } from './end-delivery.suite';
import { engine } from './engine.suite';
import { htmlSafety } from './html-safety.suite';
import { keyboard } from './keyboard.suite';
import { mapPage } from './map-page.suite';
import { outdated } from './outdated.suite';
import { openWorkCheck } from './open-work.suite';
import { seller } from './seller.suite';
import { shipping } from './shipping.suite';
import { storePage } from './store-page.suite';
import { storefront } from './storefront.suite';
import { tabTitle } from './tab-title.suite';
import { useWorld } from './testing/use-world';

/** All suites share one shop and one browser, because starting them takes longer than most suites. */
const test = useWorld();

deliveries(test);
oneDelivery(test);
endDelivery(test);
drivers(test);
engine(test);
alerts(test);
tabTitle(test);
mapPage(test);
outdated(test);
keyboard(test);
seller(test);
shipping(test);
storePage(test);
storefront(test);
htmlSafety(test);
accessibility(test);
openWorkCheck(test);
