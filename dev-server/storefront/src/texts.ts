const ENGLISH = {
  title: 'Your delivery',
  codeLabel: 'Tracking code',
  track: 'Track',
  codeHint: 'The e-mail about your delivery contains it.',
  unknown: 'Tracking code not found',
  unknownHint: 'Check the link in your e-mail. Tracking ends some days after the delivery.',
  unreachable: 'The shop does not respond. The page will keep trying.',
  loading: 'Loading your delivery',
  from: 'From',
  driver: 'Driver',
  estimatedArrival: 'Estimated arrival',
  pin: 'Delivery PIN',
  proof: 'Proof of delivery',
  map: 'Map with the driver’s location',
  noLocation: 'The driver’s location is not available at the moment.',
  proofPhoto: 'Photo of the delivery',
  proofSignature: 'Signature of the receiver',
  steps: { paid: 'Ordered', assigned: 'Driver assigned', pickedUp: 'Picked up', delivered: 'Delivered' },
  states: {
    preparing: 'Your order is being prepared',
    searching: 'Searching for a driver',
    assigned: 'The driver is on the way to the store',
    pickedUp: 'Your order is on its way',
    delivered: 'Delivered',
    failed: 'Delivery failed',
    cancelled: 'Delivery cancelled',
  },
  vehicles: {
    FOOT: 'on foot',
    BICYCLE: 'by bicycle',
    SCOOTER: 'by scooter',
    MOTORCYCLE: 'by motorcycle',
    CAR: 'by car',
    VAN: 'by van',
  },
  proofs: {
    pin: 'with your PIN',
    photo: 'with a photo',
    signature: 'with a signature',
    in_person: 'in person',
    dispatcher: 'confirmed by the shop',
  },
  receivedBy: (name: string) => `received by ${name}`,
};

export type Texts = typeof ENGLISH;

const GERMAN: Texts = {
  title: 'Ihre Lieferung',
  codeLabel: 'Sendungsnummer',
  track: 'Verfolgen',
  codeHint: 'Sie finden ihn in der E-Mail zu Ihrer Lieferung.',
  unknown: 'Sendungsnummer nicht gefunden',
  unknownHint:
    'Bitte prüfen Sie den Link in Ihrer E-Mail. Die Sendungsverfolgung endet einige Tage nach der Lieferung.',
  unreachable: 'Der Shop antwortet nicht. Die Seite versucht es weiter.',
  loading: 'Lieferung wird geladen',
  from: 'Von',
  driver: 'Fahrer',
  estimatedArrival: 'Voraussichtliche Ankunft',
  pin: 'Zustell-PIN',
  proof: 'Zustellnachweis',
  map: 'Karte mit dem Standort des Fahrers',
  noLocation: 'Der Standort des Fahrers ist zurzeit nicht verfügbar.',
  proofPhoto: 'Foto der Lieferung',
  proofSignature: 'Unterschrift des Empfängers',
  steps: { paid: 'Bestellt', assigned: 'Fahrer zugewiesen', pickedUp: 'Abgeholt', delivered: 'Zugestellt' },
  states: {
    preparing: 'Ihre Bestellung wird vorbereitet',
    searching: 'Fahrer wird gesucht',
    assigned: 'Der Fahrer ist auf dem Weg zum Geschäft',
    pickedUp: 'Ihre Bestellung ist unterwegs',
    delivered: 'Zugestellt',
    failed: 'Zustellung fehlgeschlagen',
    cancelled: 'Lieferung storniert',
  },
  vehicles: {
    FOOT: 'zu Fuß',
    BICYCLE: 'mit dem Fahrrad',
    SCOOTER: 'mit dem Roller',
    MOTORCYCLE: 'mit dem Motorrad',
    CAR: 'mit dem Auto',
    VAN: 'mit dem Transporter',
  },
  proofs: {
    pin: 'mit Ihrer PIN',
    photo: 'mit Foto',
    signature: 'mit Unterschrift',
    in_person: 'persönlich',
    dispatcher: 'vom Shop bestätigt',
  },
  receivedBy: (name: string) => `Empfänger: ${name}`,
};

/** Texts in the language of the browser. */
export const LANGUAGE = navigator.language.startsWith('de') ? 'de' : 'en';

export const texts = LANGUAGE === 'de' ? GERMAN : ENGLISH;
