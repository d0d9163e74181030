const ENGLISH = {
  title: 'Your delivery',
  askCode: 'Tracking code',
  follow: 'Follow',
  whereCode: 'It is in the e-mail that says your order is on its way.',
  unknown: 'No delivery has this code',
  unknownHint: 'Check the link in your e-mail. A delivery can be followed for some days after its end.',
  unreachable: 'The shop can’t be reached right now. This page keeps trying.',
  loading: 'Looking for your delivery',
  from: 'From',
  driver: 'Driver',
  expected: 'Expected',
  pin: 'PIN for the driver',
  handedOver: 'Handed over',
  mapOf: 'Map with the driver’s position',
  noPosition: 'Your driver’s position is not known right now.',
  proofPhoto: 'Photo of the delivered goods',
  proofSignature: 'Signature of the receiver',
  steps: { paid: 'Ordered', assigned: 'Driver found', pickedUp: 'Picked up', delivered: 'Delivered' },
  states: {
    preparing: 'Your order is being prepared',
    searching: 'Looking for a driver',
    assigned: 'A driver is on the way to the store',
    pickedUp: 'Your order is on its way',
    delivered: 'Delivered',
    failed: 'The delivery did not work out',
    cancelled: 'The delivery was cancelled',
  },
  vehicles: {
    foot: 'on foot',
    bicycle: 'by bicycle',
    scooter: 'by scooter',
    motorcycle: 'by motorcycle',
    car: 'by car',
    van: 'by van',
  },
  proofs: {
    code: 'with your PIN',
    photo: 'with a photo',
    signature: 'signed',
    handover: 'in person',
    dispatcher: 'confirmed by the shop',
  },
  by: (name: string) => `to ${name}`,
};

export type Words = typeof ENGLISH;

const GERMAN: Words = {
  title: 'Deine Lieferung',
  askCode: 'Sendungscode',
  follow: 'Verfolgen',
  whereCode: 'Er steht in der E-Mail, die sagt, dass deine Bestellung unterwegs ist.',
  unknown: 'Zu diesem Code gibt es keine Lieferung',
  unknownHint:
    'Prüfe den Link in deiner E-Mail. Nach ihrem Ende ist eine Lieferung noch einige Tage zu sehen.',
  unreachable: 'Der Shop ist gerade nicht erreichbar. Diese Seite versucht es weiter.',
  loading: 'Deine Lieferung wird gesucht',
  from: 'Von',
  driver: 'Fahrer',
  expected: 'Erwartet',
  pin: 'PIN für den Fahrer',
  handedOver: 'Übergeben',
  mapOf: 'Karte mit der Position des Fahrers',
  noPosition: 'Wo dein Fahrer ist, ist gerade nicht bekannt.',
  proofPhoto: 'Foto der gelieferten Ware',
  proofSignature: 'Unterschrift des Empfängers',
  steps: { paid: 'Bestellt', assigned: 'Fahrer gefunden', pickedUp: 'Abgeholt', delivered: 'Zugestellt' },
  states: {
    preparing: 'Deine Bestellung wird vorbereitet',
    searching: 'Ein Fahrer wird gesucht',
    assigned: 'Ein Fahrer ist unterwegs zum Laden',
    pickedUp: 'Deine Bestellung ist unterwegs',
    delivered: 'Zugestellt',
    failed: 'Die Lieferung hat nicht geklappt',
    cancelled: 'Die Lieferung wurde abgesagt',
  },
  vehicles: {
    foot: 'zu Fuß',
    bicycle: 'mit dem Fahrrad',
    scooter: 'mit dem Roller',
    motorcycle: 'mit dem Motorrad',
    car: 'mit dem Auto',
    van: 'mit dem Transporter',
  },
  proofs: {
    code: 'mit deiner PIN',
    photo: 'mit Foto',
    signature: 'mit Unterschrift',
    handover: 'persönlich',
    dispatcher: 'vom Shop bestätigt',
  },
  by: (name: string) => `an ${name}`,
};

/** Texts in the language of the browser. */
export const LANGUAGE = navigator.language.startsWith('de') ? 'de' : 'en';

export const words = LANGUAGE === 'de' ? GERMAN : ENGLISH;
